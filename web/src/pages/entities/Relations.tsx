import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Apart } from "./parts";
import { words } from "./words";

type Profile = Shape["Profile"];
type Related = Shape["Related"];

/** Who is what to this entity, who holds it through others, and how it is connected with another. */
export function Relations({ of, purpose }: { of: Profile; purpose: string }): ReactNode {
  const t = useWords(words);
  return (
    <>
      <Card title={t.relations}>
        {of.relations.length === 0 ? <p className="quiet">{t.relationsNone}</p> : <Steps rows={of.relations} label={t.relations} purpose={purpose} />}
      </Card>
      {of.controllers.length > 0 && <Card title={t.controllers}><p className="quiet small">{t.controlLead}</p><Controls rows={of.controllers} label={t.controllers} purpose={purpose} /></Card>}
      {of.controls.length > 0 && <Card title={t.controls}><p className="quiet small">{t.controlLead}</p><Controls rows={of.controls} label={t.controls} purpose={purpose} /></Card>}
      {of.holders.length > 0 && <Card title={t.holders}><p className="quiet small">{t.holdersLead}</p><Holdings rows={of.holders} label={t.holders} purpose={purpose} /></Card>}
      {of.holds.length > 0 && <Card title={t.holds}><p className="quiet small">{t.holdersLead}</p><Holdings rows={of.holds} label={t.holds} purpose={purpose} /></Card>}
      {of.relations.length > 0 && of.kind === "company" && <Ways purpose={purpose} />}
    </>
  );
}

function Steps({ rows, label, purpose }: { rows: Related[]; label: string; purpose: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { kind = "" } = useParams();
  const told = (row: Related, relation: string): string => {
    if (row.shared) return t.sharedWith(relation);
    return row.who === row.entity ? t.isIts(relation, kind) : t.itIs(relation, kind);
  };
  return (
    <div className="entity-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="entity-table">
        <thead><tr>{[t.relation, t.party, t.part, t.source, t.seen].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              <th scope="row">{told(row, say(row.relation))}</th>
              <td><Party of={row} purpose={purpose} /></td>
              <td>{[row.part, row.share === null ? null : percent(row.share)].filter(Boolean).join(" · ") || "—"}</td>
              <td>{row.department ?? "—"}{row.source && ` · ${say(row.source)}`}</td>
              <td>{row.seen ?? "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Holdings({ rows, label, purpose }: { rows: Shape["Holding"][]; label: string; purpose: string }): ReactNode {
  const t = useWords(words);
  return (
    <div className="entity-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="entity-table">
        <thead><tr>{[t.party, t.share, t.levels].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.entity}>
              <td><Party of={row} purpose={purpose} /></td>
              <td>{percent(row.share)}</td>
              <td>{t.through(row.levels)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Controls({ rows, label, purpose }: { rows: Shape["Control"][]; label: string; purpose: string }): ReactNode {
  const t = useWords(words);
  return (
    <div className="entity-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="entity-table">
        <thead><tr>{[t.party, t.votes, t.how, t.levels].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              <td><Party of={row} purpose={purpose} /></td>
              <td>{percent(row.share)}</td>
              <td>{t.concert(row.parties)}</td>
              <td>{t.through(row.levels)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A company can be opened; of somebody else as much is shown as is granted; what is shared has no name. */
function Party({ of, purpose }: { of: Pick<Related, "kind" | "entity" | "name">; purpose: string }): ReactNode {
  const t = useWords(words);
  if (of.kind === "company") return <Link to={`/profiles/company/${of.entity}?purpose=${encodeURIComponent(purpose)}`}>{of.name ?? of.entity}</Link>;
  const kind = of.kind === "person" ? "" : t.nodes[of.kind as keyof typeof t.nodes];
  return <>{kind} {of.name ?? <span className="quiet small">{of.entity}</span>}</>;
}

/** The shortest ways to another company, which is looked for by a part of its name. */
function Ways({ purpose }: { purpose: string }): ReactNode {
  const t = useWords(words);
  const { entity = "" } = useParams();
  const [sought, seek] = useState("");
  const [to, choose] = useState<Shape["EntityFound"] | null>(null);
  const found = api.useQuery("get", "/api/entities/found", { params: { query: { kind: "company", purpose, q: sought } } }, { enabled: sought.length > 1 });
  const others = found.data?.filter((one) => one.entity !== entity) ?? [];
  return (
    <Card title={t.ways}>
      <form role="search" className="entity-search" onSubmit={(event) => {
        event.preventDefault();
        const told = new FormData(event.currentTarget).get("other");
        if (typeof told === "string") { seek(told.trim()); choose(null); }
      }}>
        <Input name="other" type="search" aria-label={t.waysTo} placeholder={t.waysTo} />
        <Button htmlType="submit">{t.find}</Button>
      </form>
      {found.isError && <Failed error={found.error} />}
      {sought.length > 1 && found.data && to === null && (others.length === 0
        ? <p className="quiet">{t.foundNone}</p>
        : <ul className="plain">{others.map((one) => <li key={one.entity}><Button type="link" onClick={() => { choose(one); }}>{one.name}</Button><Apart of={one} /></li>)}</ul>)}
      {to && <Found to={to} purpose={purpose} />}
    </Card>
  );
}

function Found({ to, purpose }: { to: Shape["EntityFound"]; purpose: string }): ReactNode {
  const t = useWords(words);
  const { kind = "", entity = "" } = useParams();
  const { data, isError, error } = api.useQuery("get", "/api/entities/profiles/{kind}/{entity}/ways", { params: { path: { kind, entity }, query: { to: to.entity, purpose } } });
  if (isError) return <Failed error={error} />;
  if (!data) return <Loading rows={2} />;
  if (data.length === 0) return <p className="quiet">{t.waysNone(to.name ?? to.entity)}</p>;
  return (
    <>
      <p className="quiet small">{t.waysLead}</p>
      {data.map((way, at) => {
        const title = t.way(at + 1, to.name ?? to.entity, way.length);
        return <section key={at} className="known"><h3>{title}</h3><Steps rows={way} label={title} purpose={purpose} /></section>;
      })}
    </>
  );
}

/** 12.5%, as registers write shares. */
function percent(share: number): string {
  return `${(share * 100).toFixed(2).replace(/\.?0+$/, "")}%`;
}
