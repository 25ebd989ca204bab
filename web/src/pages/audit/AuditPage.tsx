import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { server, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, type Problem } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import { Card, Page } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { Status } from "../../ui/Status";
import { words } from "../administration/words";
import { actionSaid } from "./actions";
import { words as ownWords } from "./words";

/** What the audit administrator sees: every change, and whether the chains are whole. */
export default function AuditPage(): ReactNode {
  const t = useWords(words);
  const own = useWords(ownWords);
  const navigate = useNavigate();
  const say = useSay();
  const { language } = usePreferences();
  const [busy, setBusy] = useState(false);
  const [broken, setBroken] = useState<readonly Problem[]>();
  const verify = async (): Promise<void> => {
    setBusy(true);
    try {
      const { data } = await server.POST("/api/audit/verify");
      setBroken([...data?.operations ?? [], ...data?.lake ?? []]);
    } catch (thrown) {
      setBroken(asFailure(thrown).problems);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title={t.audits} lead={t.auditsLead} actions={<><Button onClick={() => void navigate("/audit/matrix")}>{own.matrix}</Button><Button onClick={() => void navigate("/audit/person")}>{own.person}</Button><Button type="primary" loading={busy} onClick={() => void verify()}>{t.verify}</Button></>}>
      {broken && <Card>{broken.length === 0 ? <Status tone="good">{t.whole}</Status> : <Problems problems={broken} />}</Card>}
      <DataList<Shape["RecordOut"]>
        title={t.audits}
        source={{ key: ["get", "/api/audit/records"], load: async (query) => (await server.GET("/api/audit/records", { params: { query } })).data ?? NOTHING }}
        filters={[
          { name: "by", label: t.by, kind: "search" },
          { name: "about", label: t.about, kind: "search" },
          { name: "action", label: t.action, kind: "search" },
        ]}
        id={(row) => String(row.number)}
        name={(row) => `${t.number} ${String(row.number)}`}
        to={(row) => `/audit?about=${encodeURIComponent(row.object)}`}
        columns={[
          { key: "object", title: t.about, cell: (row) => row.object, width: 220 },
          { key: "at", title: t.at, cell: (row) => moment(new Date(row.at), language), width: 180 },
          { key: "by", title: t.by, cell: (row) => row.by, width: 150 },
          { key: "action", title: t.action, cell: (row) => <>{say(actionSaid(row.action))}<div className="quiet small extra">{row.action}</div></>, width: 200 },
          { key: "details", title: t.details, cell: (row) => <code className="small">{details(row.about)}</code>, extra: true },
          { key: "number", title: t.number, cell: (row) => row.number, numeric: true, extra: true, width: 90 },
        ]}
      />
    </Page>
  );
}

const NOTHING = { rows: [], next: null, total: 0, more: false };

function details(about: Record<string, unknown>): string {
  const text = JSON.stringify(about);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
