import { DoubleLeftOutlined, DoubleRightOutlined } from "@ant-design/icons";
import { Drawer } from "antd";
import { createElement, type ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { useUser } from "../../api/session";
import { prefer, usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { mayOpen } from "../mayOpen";
import { GROUPS, type PageEntry } from "../pages";
import { words } from "./words";

interface Props {
  pages: readonly PageEntry[];
}

/** At the side of the page; can be narrowed to its icons. */
export function Navigation({ pages }: Props): ReactNode {
  const t = useWords(words);
  const { narrow, elder } = usePreferences();
  const small = narrow && !elder;
  return (
    <nav className="nav" aria-label={t.menu} data-narrow={small || undefined}>
      <Links pages={pages} small={small} />
      <button type="button" className="nav-narrow extra" aria-expanded={!small} onClick={() => { prefer({ narrow: !narrow }); }}>
        {small ? <DoubleRightOutlined aria-hidden /> : <DoubleLeftOutlined aria-hidden />}
        <span className={small ? "hidden" : undefined}>{small ? t.widenMenu : t.narrowMenu}</span>
      </button>
    </nav>
  );
}

export function NavigationDrawer({ pages, open, close }: Props & { open: boolean; close: () => void }): ReactNode {
  const t = useWords(words);
  return (
    <Drawer open={open} onClose={close} placement="left" size={280} title={t.menu} closable={{ "aria-label": t.close }} styles={{ body: { padding: 0 } }}>
      <nav className="nav nav-drawer" aria-label={t.menu}><Links pages={pages} small={false} onOpen={close} /></nav>
    </Drawer>
  );
}

function Links({ pages, small, onOpen }: Props & { small: boolean; onOpen?: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const user = useUser();
  const { elder } = usePreferences();
  const { pathname } = useLocation();
  const here = nearest(pages, pathname);
  const seen = pages.filter((page) => page.nav && !(elder && page.nav.extra) && mayOpen(user, page));
  return GROUPS.map((group) => {
    const links = seen.filter((page) => page.nav?.group === group);
    return links.length > 0 && (
      <div key={group} className="nav-group" role="group" aria-label={t[group]}>
        {!small && <div className="nav-title small" aria-hidden>{t[group]}</div>}
        <ul>
          {links.map((page) => (
            <li key={page.path}>
              <Link to={page.path} aria-current={page === here ? "page" : undefined} title={small ? say(page.title) : undefined} onClick={onOpen}>
                {page.nav && <span aria-hidden className="nav-icon">{createElement(page.nav.icon)}</span>}
                <span className={small ? "hidden" : undefined}>{say(page.title)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    );
  });
}

/** The page of the navigation one is on or below: of several, the one with the longest path. */
function nearest(pages: readonly PageEntry[], pathname: string): PageEntry | undefined {
  const above = pages.filter(({ nav, path }) => nav && (pathname === path || (path !== "/" && pathname.startsWith(`${path}/`))));
  return above.sort((one, other) => other.path.length - one.path.length)[0];
}
