import { Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { Outlet, useLocation } from "react-router";
import { queries } from "../../api/client";
import { useUser } from "../../api/session";
import { HANDHELD, useMedia } from "../../lib/media";
import { keepSending, useWaiting } from "../../lib/outbox";
import { useWords } from "../../lib/words";
import { Loading } from "../../ui/States";
import type { PageEntry } from "../pages";
import { Header } from "./Header";
import { KeyHelp } from "./KeyHelp";
import { Navigation, NavigationDrawer } from "./Navigation";
import { words } from "./words";
import "./Shell.css";

/** What stands around every page of somebody signed in. */
export function Shell({ pages }: { pages: readonly PageEntry[] }): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const handheld = useMedia(HANDHELD);
  const [menu, setMenu] = useState(false);
  const [keys, setKeys] = useState(false);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();

  useEffect(() => keepSending(login), [login]);
  const waiting = useWaiting().length;
  const waited = useRef(waiting);
  useEffect(() => {
    // What was sent later has changed what the page shows.
    if (waiting < waited.current) void queries.invalidateQueries();
    waited.current = waiting;
  }, [waiting]);
  const first = useRef(true);
  useEffect(() => {
    // A new page begins at its top, for the eye and for the keyboard. The first one is where the browser put it.
    if (first.current) first.current = false;
    else main.current?.focus();
    scrollTo(0, 0);
  }, [pathname]);

  return (
    <div className="shell">
      <a className="shell-skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t.skip}</a>
      <Header showKeys={() => { setKeys(true); }} {...(handheld ? { openMenu: () => { setMenu(true); } } : {})} />
      <div className="shell-body">
        {handheld
          ? <NavigationDrawer pages={pages} open={menu} close={() => { setMenu(false); }} />
          : <Navigation pages={pages} />}
        <main id="main" ref={main} tabIndex={-1}>
          <Suspense fallback={<Loading />}><Outlet /></Suspense>
        </main>
      </div>
      <KeyHelp pages={pages} open={keys} setOpen={setKeys} />
    </div>
  );
}
