import { BellOutlined } from "@ant-design/icons";
import { App, Badge, Button, Drawer } from "antd";
import { useState, type MouseEvent, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { api, queries, server } from "../../api/client";
import { moment } from "../../lib/dates";
import { useEvents } from "../../lib/events";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords, type Said } from "../../lib/words";
import { Empty, Failed, Loading } from "../../ui/States";
import { words } from "./words";

const UNREAD = ["get", "/api/notices/unread"] as const;
const LIST = ["get", "/api/notices"] as const;
const HEARD = ["notice"];

/** What somebody must know: a number that grows by itself, and the notices behind it. */
export function Bell(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { notification } = App.useApp();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const unread = api.useQuery("get", "/api/notices/unread").data?.unread ?? 0;
  useEvents("/api/notices/stream", (_, data) => {
    const { id, text, link } = data as { id: number; text: Said; link: string };
    // Shown outside of the router, where a Link would take the whole page down.
    const go = (event: MouseEvent): void => {
      event.preventDefault();
      notification.destroy(String(id));
      void navigate(link);
    };
    notification.info({ key: String(id), title: <a href={link} onClick={go}>{say(text)}</a>, placement: "bottomRight", closable: { "aria-label": t.close } });
    void queries.invalidateQueries({ queryKey: UNREAD });
    void queries.invalidateQueries({ queryKey: LIST });
  }, HEARD);
  return (
    <>
      <Button type="text" className="band-button" aria-label={t.notices(unread)} onClick={() => { setOpen(true); }}>
        <Badge count={unread} size="small" overflowCount={99}><BellOutlined aria-hidden className="band-bell" /></Badge>
      </Button>
      <Drawer open={open} onClose={() => { setOpen(false); }} size={360} title={t.noticesTitle} closable={{ "aria-label": t.close }} destroyOnHidden>
        <Notices close={() => { setOpen(false); }} />
      </Drawer>
    </>
  );
}

function Notices({ close }: { close: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { data, error, isError } = api.useQuery("get", "/api/notices", { params: { query: { limit: 50 } } });
  if (isError) return <Failed error={error} />;
  if (!data) return <Loading />;
  if (data.rows.length === 0) return <Empty title={t.noNotices} />;
  const newest = data.rows[0]?.id ?? 0;
  const readAll = async (): Promise<void> => {
    await server.POST("/api/notices/read", { body: { up_to: newest } });
    await queries.invalidateQueries({ queryKey: UNREAD });
    await queries.invalidateQueries({ queryKey: LIST });
  };
  return (
    <>
      {data.rows.some((notice) => !notice.read_at) && <Button onClick={() => void readAll()}>{t.readAll}</Button>}
      <ul className="notices">
        {data.rows.map((notice) => (
          <li key={notice.id}>
            <Link to={notice.link} onClick={close}>{notice.read_at ? say(notice.text) : <strong>{say(notice.text)}</strong>}</Link>
            <div className="quiet small number">{moment(notice.at, language)}</div>
          </li>
        ))}
      </ul>
    </>
  );
}
