import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../../api/client";
import { useSay, useWords } from "../../../lib/words";
import { Card } from "../../../ui/Page";
import { Status } from "../../../ui/Status";
import { words } from "./words";

/** Changes of the catalogue that wait for a signature, of tables one may ask for or sign; nothing where none do. */
export function ToSign(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data } = api.useQuery("get", "/api/catalogue/signing");
  if (!data || data.length === 0) return null;
  return (
    <Card title={t.list}>
      <p className="quiet small">{t.listLead}</p>
      <ul className="plain">
        {data.map((one) => (
          <li key={one.table}>
            <Link to={`/catalogue/${encodeURIComponent(one.table)}`}>{say(one.title)}</Link>{" "}
            <span className="small quiet">{one.owner} · {one.whats.map((what) => t.whats[what as "owner"]).join(t.comma)}</span>{" "}
            {one.may_sign && <Status tone="warn">{t.mine}</Status>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
