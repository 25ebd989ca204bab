import { PhoneOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { api, server, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/States";
import { Status } from "../../ui/Status";
import { RequestState } from "./RequestState";
import { CHANNELS, URGENCIES } from "./values";
import { words } from "./words";

type State = "new" | "ordered" | "handled" | "answered" | "merged";
const STATES: readonly State[] = ["new", "ordered", "handled", "answered", "merged"];
const TO_TELL = "to_tell";
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** The requests of one's desks. */
export default function RequestsPage(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const navigate = useNavigate();
  const imports = api.useQuery("get", "/api/desk/imports", {}).data?.rows ?? [];
  const counts = api.useQuery("get", "/api/desk/counts").data;
  const waiting = (state: State | typeof TO_TELL): string => {
    const n = state === "new" ? counts?.new : state === "handled" ? counts?.handled : state === TO_TELL ? counts?.to_tell : undefined;
    return n ? ` (${String(n)})` : "";
  };
  return (
    <Page title={t.requests} actions={<Button type="primary" icon={<PhoneOutlined aria-hidden />} onClick={() => void navigate("/desk/intake")}>{t.desk}</Button>}>
      <DataList<Shape["RequestRow"]>
        title={t.requests}
        source={{ key: ["get", "/api/desk/requests"], load: async ({ state, batch, ...query }) => (await server.GET("/api/desk/requests", { params: { query: {
          ...query,
          ...(state === TO_TELL ? { to_tell: true } : state ? { state: state as State } : {}),
          ...(batch ? { batch: Number(batch) } : {}),
        } } })).data ?? NOTHING }}
        filters={[
          { name: "q", label: t.words, kind: "search" },
          { name: "state", label: t.state, kind: "choice", options: [...STATES.map((state) => ({ value: state, label: t.states[state] + waiting(state) })), { value: TO_TELL, label: t.toTell + waiting(TO_TELL) }] },
          { name: "channel", label: t.channel, kind: "choice", options: CHANNELS.map((channel) => ({ value: channel, label: t.channels[channel] })) },
          { name: "urgency", label: t.urgency, kind: "choice", options: URGENCIES.map((urgency) => ({ value: urgency, label: t.urgencies[urgency] })) },
          ...(imports.length > 0 ? [{ name: "batch", label: t.batch, kind: "choice" as const, options: imports.map((one) => ({ value: String(one.id), label: one.name })) }] : []),
        ]}
        id={(row) => row.number}
        name={(row) => row.title}
        to={(row) => `/desk/requests/${row.number}`}
        columns={[
          { key: "title", title: t.title, cell: (row) => <>{row.urgency === "urgent" && <><Status tone="bad">{t.urgencies.urgent}</Status> </>}{row.title}</> },
          { key: "state", title: t.state, cell: (row) => <RequestState state={row.state} />, width: 100 },
          { key: "category", title: t.category, cell: (row) => row.category, width: 130 },
          { key: "order", title: t.order, cell: (row) => row.order ?? row.into ?? "", width: 130 },
          { key: "due", title: t.due, cell: (row) => row.due && row.state === "ordered" ? <Status tone={row.overdue ? "bad" : "plain"}>{day(row.due, language)}</Status> : "", width: 120 },
          { key: "callers", title: t.callers, cell: (row) => t.callersN(row.callers), numeric: true, width: 80, extra: true },
          { key: "channel", title: t.channel, cell: (row) => t.channels[row.channel as "phone"], width: 80, extra: true },
          { key: "received", title: t.received, cell: (row) => day(row.received_at, language), width: 110, extra: true },
          { key: "number", title: t.number, cell: (row) => row.number, width: 130, extra: true },
        ]}
        empty={<Empty title={t.noRequests}>{t.noRequestsTodo}</Empty>}
      />
    </Page>
  );
}
