import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useNavigate, useParams } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Failed, Loading, NotAllowed, Problems } from "../../ui/States";
import type { Panel } from "../../views/screen/answers";
import { Screen } from "../../views/screen/Screen";
import { arranged, room, rows, type At } from "./arranging";
import { Handles } from "./Handles";
import { NewPanel, type Wanted } from "./NewPanel";
import { words } from "./words";
import "./EditPage.css";

/** A view taken apart: its panels moved, sized, removed, and new ones put beside them; saved as its file. */
export default function EditPage(): ReactNode {
  const t = useWords(words);
  const { scope = "", name = "" } = useParams();
  const { data, error, isError, refetch } = api.useQuery("get", "/api/views/{scope}/{name}", { params: { path: { scope, name } } }, { staleTime: 0, refetchOnWindowFocus: false });
  if (isError) return <Page title={t.edit}><Failed error={error} retry={() => void refetch()} /></Page>;
  if (!data) return <Page title={t.edit}><Loading rows={12} /></Page>;
  return data.edits ? <Editor key={data.mark} view={data} /> : <NotAllowed />;
}

interface Item {
  /** Its place among the panels of the file; null: it is new. */
  was: number | null;
  panel: Panel;
}

function Editor({ view }: { view: Shape["ViewOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const navigate = useNavigate();
  const [items, setItems] = useState<readonly Item[]>(() => view.panels.map((panel, was) => ({ was, panel })));
  const [held, setHeld] = useState<readonly Item[]>(items);
  const [said, setSaid] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const places = (all: readonly Item[]): readonly At[] => all.map(({ panel }) => panel.at as unknown as At);
  const grid = Math.max(rows(places(items)), view.rows);
  const names = items.map(({ panel }, at) => (panel.title ? say(panel.title) : panel.asks[0]?.indicator ?? t.panel(at + 1)));
  const to = (which: number, at: At, hold: "first" | "further"): void => {
    const from = hold === "first" ? items : held;
    if (hold === "first") setHeld(items);
    const after = arranged(places(from), which, at, view.columns);
    if (!after) return;
    setItems(from.map((item, place) => ({ ...item, panel: { ...item.panel, at: [...(after[place] ?? [])] } })));
    const [column, row, width, height] = after[which] ?? at;
    setSaid(t.standsAt(names[which] ?? "", column, row, width, height));
  };
  const add = ({ kind, asks }: Wanted): void => {
    const at = kind === "kpi" ? room(places(items), 3, 1, view.columns) : room(places(items), 4, 2, view.columns);
    if (!at) {
      setSaid(t.noRoom);
      return;
    }
    setItems([...items, { was: null, panel: { kind, at: [...at], title: null, asks: [...asks] as Panel["asks"], text: null, allowed: true } }]);
    setSaid(t.added(at[0], at[1]));
  };
  const save = async (): Promise<void> => {
    setFailure(undefined);
    const [scope = "", name = ""] = view.name.split("/");
    try {
      await server.PUT("/api/views/{scope}/{name}", {
        params: { path: { scope, name } },
        body: { mark: view.mark, panels: items.map(({ was, panel }) => ({ was, at: panel.at as [number, number, number, number], kind: panel.kind, title: panel.title, asks: panel.asks })) },
      });
      await queries.invalidateQueries({ queryKey: ["get", "/api/views/{scope}/{name}"] });
      void navigate(`/screens/${view.name}`);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
  };
  return (
    <Page
      title={t.editing(say(view.title))}
      trail={[{ to: "/screens", title: t.screens }, { to: `/screens/${view.name}`, title: say(view.title) }]}
      lead={t.editLead}
      actions={<><Button onClick={() => void navigate(`/screens/${view.name}`)}>{t.cancel}</Button><Button type="primary" disabled={items.length === 0} onClick={() => void save()}>{t.save}</Button></>}
    >
      {failure && <Problems problems={failure.problems} />}
      <p className="hidden" role="status">{said}</p>
      <p className="needs-room">{t.needsRoom}</p>
      <Card title={t.newPanel}><NewPanel add={add} /></Card>
      <div className="screen-room editing" style={{ "--screen-rows": grid } as React.CSSProperties}>
        <Screen
          view={{ ...view, rows: grid, panels: items.map(({ panel }) => panel) }}
          wall={false}
          over={(which) => (
            <Handles
              name={names[which] ?? ""}
              at={places(items)[which] ?? [1, 1, 1, 1]}
              columns={view.columns}
              rows={grid}
              to={(at, hold) => { to(which, at, hold); }}
              remove={() => { setItems(items.filter((_, place) => place !== which)); setSaid(t.removed(names[which] ?? "")); }}
            />
          )}
        />
      </div>
    </Page>
  );
}
