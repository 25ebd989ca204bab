import type { ReactNode } from "react";
import { api, type Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { words } from "./words";
import "./DepartmentsPage.css";

/** The tree of departments and what each answers for. */
export default function DepartmentsPage(): ReactNode {
  const t = useWords(words);
  const { data: departments, error, isError } = api.useQuery("get", "/api/departments");
  return (
    <Page title={t.departments} lead={t.departmentsLead}>
      {isError ? <Failed error={error} /> : !departments ? <Loading /> : <Card><Branch all={departments} of={null} /></Card>}
    </Page>
  );
}

function Branch({ all, of }: { all: readonly Shape["TreeDepartment"][]; of: number | null }): ReactNode {
  const t = useWords(words);
  const here = all.filter((one) => one.parent === of);
  return here.length > 0 && (
    <ul className="departments">
      {here.map((one) => (
        <li key={one.department}>
          <strong>{one.name}</strong> <span className="quiet small">{t[one.kind as "bureau" | "county" | "street" | "grid"]}{one.region && ` · ${one.region}`} · {t.people} {one.people}</span>
          {one.duties.length > 0 && <div className="small">{t.duties} {one.duties.join(t.comma)}</div>}
          <Branch all={all} of={one.department} />
        </li>
      ))}
    </ul>
  );
}
