import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { words } from "./words";

const CALLED = { docx: "Word", pdf: "PDF", xlsx: "Excel" } as const;

/** A kept document's files, to be taken out. */
export function Files({ document }: { document: Shape["DocumentOut"] }): ReactNode {
  const t = useWords(words);
  return (
    <span className="report-files">
      {document.forms.map((form) => <a key={form} href={`/api/reports/documents/${String(document.document)}/${form}`} download aria-label={t.file(CALLED[form], document.title)}>{CALLED[form]}</a>)}
    </span>
  );
}
