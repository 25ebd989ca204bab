import { CloudUploadOutlined, DisconnectOutlined, MenuOutlined, SearchOutlined, SettingOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, Popover, Radio, Switch, type InputRef } from "antd";
import { useRef, useSyncExternalStore, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { useSession, useUser } from "../../api/session";
import { useShortcuts } from "../../lib/keys";
import { useWaiting } from "../../lib/outbox";
import { prefer, usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Bell } from "./Bell";
import { useSignOut } from "./useSignOut";
import { words } from "./words";

/** The band at the top: whose city, search, what waits, and how things look. */
export function Header({ openMenu, showKeys }: { openMenu?: () => void; showKeys: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { session } = useSession();
  const { language } = usePreferences();
  return (
    <header className="band">
      {openMenu && <Button type="text" className="band-button" icon={<MenuOutlined aria-hidden />} aria-label={t.openMenu} onClick={openMenu} />}
      <Link to="/" className="band-home">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span className="band-product">{t.product}</span>
        <span className="band-city">{session && say(session.city)}</span>
      </Link>
      <Search />
      <Waiting />
      <div className="band-tools">
        <Bell />
        <Button type="text" className="band-button" lang={language === "zh" ? "en" : "zh-CN"} onClick={() => { prefer({ language: language === "zh" ? "en" : "zh" }); }}>
          {t.otherLanguage}
        </Button>
        <Display />
        <UserMenu showKeys={showKeys} />
      </div>
    </header>
  );
}

function Search(): ReactNode {
  const t = useWords(words);
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  useShortcuts(t.everywhere, [{ keys: "/", does: t.focusSearch, run: () => { input.current?.focus({ cursor: "all" }); } }]);
  return (
    <form role="search" className="band-search" onSubmit={(event) => {
      event.preventDefault();
      const sought = input.current?.input?.value.trim();
      if (sought) void navigate(`/search?q=${encodeURIComponent(sought)}`);
    }}>
      <Input ref={input} prefix={<SearchOutlined aria-hidden />} aria-label={t.search} placeholder={t.searchHint} type="search" enterKeyHint="search" />
    </form>
  );
}

function useOffline(): boolean {
  return !useSyncExternalStore(
    (listener) => {
      addEventListener("online", listener);
      addEventListener("offline", listener);
      return () => {
        removeEventListener("online", listener);
        removeEventListener("offline", listener);
      };
    },
    () => navigator.onLine,
  );
}

/** What this device still has to send, and whether it can. */
function Waiting(): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const offline = useOffline();
  const waiting = useWaiting().filter((one) => one.owner === login);
  return (
    <span className="band-waiting" role="status">
      {offline && <span className="band-chip"><DisconnectOutlined aria-hidden /> {t.offline}</span>}
      {waiting.length > 0 && <Link to="/waiting" className="band-chip"><CloudUploadOutlined aria-hidden /> {t.waiting(waiting.length)}</Link>}
    </span>
  );
}

function Display(): ReactNode {
  const t = useWords(words);
  const { scheme, elder } = usePreferences();
  const content = (
    <div className="display">
      <div role="radiogroup" aria-label={t.scheme}>
        <div className="quiet small" aria-hidden>{t.scheme}</div>
        <Radio.Group
          value={scheme}
          options={[{ value: "system", label: t.system }, { value: "light", label: t.light }, { value: "dark", label: t.dark }]}
          onChange={(event) => { prefer({ scheme: event.target.value as typeof scheme }); }}
        />
      </div>
      <label className="display-elder">
        <span>{t.elder}<br /><span className="quiet small">{t.elderHint}</span></span>
        <Switch checked={elder} onChange={(on) => { prefer({ elder: on }); }} />
      </label>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomRight" destroyOnHidden>
      <Button type="text" className="band-button" icon={<SettingOutlined aria-hidden />} aria-label={t.display} aria-haspopup="dialog" />
    </Popover>
  );
}

function UserMenu({ showKeys }: { showKeys: () => void }): ReactNode {
  const t = useWords(words);
  const user = useUser();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const post = user.posts[0];
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: [
          ...user.posts.map((one, at) => ({ key: `post ${String(at)}`, label: `${one.department} · ${one.role}`, disabled: true })),
          ...(post ? [{ type: "divider" as const }] : []),
          { key: "account", label: t.account, onClick: () => void navigate("/account") },
          { key: "keys", label: t.keys, onClick: showKeys },
          { key: "out", label: t.signOut, onClick: signOut },
        ],
      }}
    >
      <Button type="text" className="band-button" icon={<UserOutlined aria-hidden />} aria-haspopup="menu" aria-label={user.name}>
        <span className="band-user">{user.name}</span>
      </Button>
    </Dropdown>
  );
}
