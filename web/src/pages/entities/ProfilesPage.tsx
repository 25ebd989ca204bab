import { Button, Input } from "antd";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { api } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Apart } from "./parts";
import { ChooseAim, useAim, type Aim } from "./purposes";
import { words } from "./words";
import "./entities.css";

/** Looking for a person, a company or a place by a part of the name. */
export default function ProfilesPage(): ReactNode {
  const t = useWords(words);
  const { aims, aim, error } = useAim("profiles");
  const [address, change] = useSearchParams();
  const q = (address.get("q") ?? "").trim();
  return (
    <Page title={t.profiles} lead={t.profilesLead} actions={aims && aim && <ChooseAim aims={aims} aim={aim} />}>
      {error !== null && <Failed error={error} />}
      {!aims && error === null && <Loading />}
      {aims?.length === 0 && <Empty title={t.noGrant}>{t.noGrantTodo}</Empty>}
      {aim && (
        <form role="search" className="entity-search" onSubmit={(event) => {
          event.preventDefault();
          const sought = new FormData(event.currentTarget).get("q");
          if (typeof sought === "string") change({ ...aim, q: sought.trim() });
        }}>
          <Input key={q} name="q" type="search" defaultValue={q} aria-label={t.name} placeholder={t.name} />
          <Button type="primary" htmlType="submit">{t.find}</Button>
        </form>
      )}
      {aim && q && (aim.kind === "place" ? <PlacesFound purpose={aim.purpose} q={q} /> : <Found aim={aim} q={q} />)}
    </Page>
  );
}

function Found({ aim, q }: { aim: Aim; q: string }): ReactNode {
  const t = useWords(words);
  const { data, isPending, isError, error, refetch } = api.useQuery("get", "/api/entities/found", { params: { query: { ...aim, q } } });
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (isPending) return <Loading rows={3} />;
  if (data.length === 0) return <Empty title={t.foundNone}>{t.foundNoneTodo}</Empty>;
  return (
    <Card>
      <ul className="plain">
        {data.map((one) => (
          <li key={one.entity}>
            <Link to={`/profiles/${aim.kind}/${one.entity}?purpose=${encodeURIComponent(aim.purpose)}`}>{one.name}</Link>
            <Apart of={one} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function PlacesFound({ purpose, q }: { purpose: string; q: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data, isPending, isError, error, refetch } = api.useQuery("get", "/api/entities/places/found", { params: { query: { purpose, q } } });
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (isPending) return <Loading rows={3} />;
  if (data.length === 0) return <Empty title={t.foundNone}>{t.foundNoneTodo}</Empty>;
  return (
    <Card>
      <ul className="plain">
        {data.map((one) => (
          <li key={one.place}>
            <Link to={`/places/${one.place}?purpose=${encodeURIComponent(purpose)}`}>{one.name}</Link>
            <div className="quiet small">{say(one.level)}</div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
