import type { ReactNode } from "react";
import { useSay, useWords } from "../../lib/words";
import type { Usable } from "./form";
import { Dragged } from "./Shelf";
import { words } from "./words";

/** The columns there are, to be dragged into the parts of the form. */
export function Fields({ columns }: { columns: readonly Usable[] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div className="analysis-fields">
      <p className="quiet small">{t.fieldsHint}</p>
      <ul aria-label={t.fields}>
        {columns.map(({ name, title, kind, masked }) => (
          <li key={name}><Dragged column={name} from="fields">{say(title)}<span className="quiet small"> {masked ? t.masked : t.kinds[kind]}</span></Dragged></li>
        ))}
      </ul>
    </div>
  );
}
