import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { handOver } from "../../lib/files";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { Failed } from "../../ui/States";
import type { Inquiry } from "./answers";
import { words } from "./words";

type Asked = Pick<Shape["ExportIn"], "what" | "form">;

const ROWS = [["xlsx", "Excel"], ["csv", "CSV"], ["parquet", "Parquet"]] as const;

/** A number and the rows behind it as files, where the grant says that they may be taken out. */
export function Exports({ inquiry, granted }: { inquiry: Inquiry; granted: boolean }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const [writing, setWriting] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  if (!granted) return <p className="quiet">{t.notExported}</p>;
  const take = async (asked: Asked): Promise<void> => {
    setWriting(true);
    setFailed(null);
    try {
      await save({ inquiry, english: language === "en", ...asked });
    } catch (error) {
      setFailed(error);
    } finally {
      setWriting(false);
    }
  };
  return (
    <>
      <div className="exports" role="group" aria-label={t.exports}>
        <span>{writing ? t.exporting : t.exports}</span>
        <Button size="small" disabled={writing} onClick={() => void take({ what: "numbers", form: "xlsx" })}>{t.exportNumbers}</Button>
        {ROWS.map(([form, name]) => <Button key={form} size="small" disabled={writing} onClick={() => void take({ what: "rows", form })}>{t.exportRows(name)}</Button>)}
      </div>
      {failed !== null && <Failed error={failed} />}
    </>
  );
}

async function save(body: Shape["ExportIn"]): Promise<void> {
  const { data, response } = await server.POST("/api/indicators/export", { body, parseAs: "blob" });
  handOver(data, response, `${body.inquiry.indicator}.${body.form}`);
}
