import { Modal, Switch } from "antd";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { useUser } from "../../api/session";
import { useShortcutHelp, useShortcuts } from "../../lib/keys";
import { prefer, usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { mayOpen } from "../mayOpen";
import type { PageEntry } from "../pages";
import { words } from "./words";

/** The keys that act on every page, and the window that lists all that act now. */
export function KeyHelp({ pages, open, setOpen }: { pages: readonly PageEntry[]; open: boolean; setOpen: (open: boolean) => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const user = useUser();
  const navigate = useNavigate();
  const { letters } = usePreferences();
  const groups = useShortcutHelp();

  useShortcuts(t.everywhere, [
    { keys: "?", does: t.showKeys, run: () => { setOpen(true); } },
    ...pages.flatMap((page) => page.nav?.key && mayOpen(user, page)
      ? [{ keys: `g ${page.nav.key}`, does: t.goTo(say(page.title)), run: () => void navigate(page.path) }]
      : []),
  ]);
  const titles = [...new Set(groups.map((group) => group.title))];
  return (
    <Modal open={open} onCancel={() => { setOpen(false); }} title={t.keys} footer={null} destroyOnHidden closable={{ "aria-label": t.close }}>
      <p className="quiet">{t.keysLead}</p>
      <label className="display-elder"><span>{t.letters}</span><Switch checked={letters} onChange={(on) => { prefer({ letters: on }); }} /></label>
      {titles.map((title) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl className="keys">
            {groups.filter((group) => group.title === title).flatMap((group) => group.shortcuts).map(({ keys, does }) => (
              <div key={keys}>
                <dt>{keys.split(" ").map((key, at) => <span key={key}>{at > 0 && ` ${t.then} `}<kbd>{key}</kbd></span>)}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
