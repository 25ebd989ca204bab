import { FullscreenExitOutlined, FullscreenOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { cssVariables } from "../../ui/theme";
import { colours, sizes } from "../../ui/tokens";
import { useFresh } from "../../views/screen/answers";
import { Screen } from "../../views/screen/Screen";
import { words } from "./words";
import "./ScreenPage.css";

const WALL = cssVariables(colours({ dark: true, elder: false }), sizes({ elder: false, handheld: false })).replace(":root", ".wall");

/** One view: as a page, or over the whole window as a wall (`?wall`), where views may take turns (`?turns`). */
export default function ScreenPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { scope = "", name = "" } = useParams();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { data, error, isError, refetch } = api.useQuery("get", "/api/views/{scope}/{name}", { params: { path: { scope, name } } });
  const wall = params.has("wall");
  useTurns(`${scope}/${name}`, params.has("turns"), data?.carousel ?? null);
  const go = (search: string): void => { void navigate({ search }, { replace: true }); };
  const finished = useFresh();
  const title = data ? say(data.title) : t.screens;
  const turning = params.has("turns");
  const turns = data?.carousel != null ? { label: turning ? t.noTurns : t.turns, turn: () => { go(`?${[...(wall ? ["wall"] : []), ...(turning ? [] : ["turns"])].join("&")}`); } } : null;
  const shown = (
    <>
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isError && <Loading rows={12} />}
      {data && <Screen key={data.name} view={data} wall={wall} />}
    </>
  );
  if (wall) return <Wall title={title} finished={finished} turns={turns} leave={() => { go(""); }}>{shown}</Wall>;
  return (
    <Page title={title} trail={[{ to: "/screens", title: t.screens }]} lead={data && <>{data.lead && say(data.lead)} {finished && t.fresh(finished)}</>} actions={<>{data?.edits && <Button onClick={() => void navigate(`/screens/${data.name}/edit`)}>{t.edit}</Button>}{turns && <Button onClick={turns.turn}>{turns.label}</Button>}<Button icon={<FullscreenOutlined aria-hidden />} onClick={() => { go("?wall"); }}>{t.wall}</Button></>}>
      <div className="screen-room">{shown}</div>
    </Page>
  );
}

interface WallProps {
  title: string;
  finished: string;
  turns: { label: string; turn: () => void } | null;
  leave: () => void;
  children: ReactNode;
}

/** The whole window, outside of the page, which cannot be reached as long as the wall hangs before it. */
function Wall({ title, finished, turns, leave, children }: WallProps): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const now = useNow();
  useEffect(() => {
    const page = document.getElementById("root");
    page?.setAttribute("inert", "");
    return () => { page?.removeAttribute("inert"); };
  }, []);
  return createPortal(
    <main className="app wall">
      <style>{WALL}</style>
      <header>
        <div className="wall-told number"><span>{moment(now.toISOString(), language)}</span>{finished && <span>{t.fresh(finished)}</span>}</div>
        <h1>{title}</h1>
        <div className="wall-acts">{turns && <button type="button" onClick={turns.turn}>{turns.label}</button>}<button type="button" onClick={leave}><FullscreenExitOutlined aria-hidden /> {t.leave}</button></div>
      </header>
      <div className="wall-screen">{children}</div>
    </main>,
    document.body,
  );
}

/** The time of day, to the minute. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => { setNow(new Date()); }, 10_000);
    return () => { clearInterval(timer); };
  }, []);
  return now;
}

/** Goes to the next view that takes turns, once this one has had its seconds. */
function useTurns(here: string, on: boolean, seconds: number | null): void {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const views: readonly Shape["ViewListed"][] | undefined = api.useQuery("get", "/api/views", {}, { enabled: on }).data;
  useEffect(() => {
    const turning = views?.filter(({ carousel }) => carousel !== null) ?? [];
    const next = turning[(turning.findIndex(({ name }) => name === here) + 1) % Math.max(1, turning.length)];
    if (!on || seconds === null || !next || next.name === here) return undefined;
    const timer = setTimeout(() => { void navigate(`/screens/${next.name}?${params.toString()}`, { replace: true }); }, seconds * 1000);
    return () => { clearTimeout(timer); };
  }, [here, on, seconds, views, navigate, params]);
}
