import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Screen } from "../../views/screen/Screen";
import { words } from "../words";

/** One or two numbers are not drawn out over the whole row. */
const PLACES = 4;

/** The single numbers of the first screen one may open, in a row; nothing where there is none. */
export default function KeyFigures(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const first = api.useQuery("get", "/api/views").data?.[0];
  const [scope = "", name = ""] = first?.name.split("/") ?? [];
  const { data: view } = api.useQuery("get", "/api/views/{scope}/{name}", { params: { path: { scope, name } } }, { enabled: first !== undefined });
  const panels = view?.panels.filter((panel) => panel.kind === "kpi" && panel.allowed) ?? [];
  if (!first || !view || panels.length === 0) return null;
  const row = { ...view, columns: Math.max(PLACES, panels.length), rows: 1, panels: panels.map((panel, at) => ({ ...panel, at: [at + 1, 1, 1, 1] })) };
  return (
    <Card title={say(first.title)} actions={<Link to={`/screens/${first.name}`}>{t.wholeScreen}</Link>}>
      <div className="home-figures"><Screen view={row} wall={false} /></div>
    </Card>
  );
}
