import type { ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/States";
import { BatchState } from "./BatchState";
import { words } from "./words";
import "./intake.css";

/** The accounts of every batch of one's sources: what came, what of it is in, what waits to be mended. */
export default function BatchesPage(): ReactNode {
  const t = useWords(words);
  const load = async (query: Record<string, string>): Promise<{ rows: Shape["BatchOut"][]; next: null; total: number; more: boolean }> => {
    const rows = (await server.GET("/api/intake/batches", { params: { query: { source: query.source ?? "" } } })).data ?? [];
    return { rows, next: null, total: rows.length, more: false };
  };
  return (
    <Page title={t.batches} trail={[{ to: "/intake", title: t.intake }]} lead={t.batchesLead}>
      <DataList<Shape["BatchOut"]>
        title={t.batches}
        source={{ key: ["get", "/api/intake/batches"], load }}
        id={(row) => row.batch}
        name={(row) => row.file}
        to={(row) => `/intake/batches/${row.batch}`}
        columns={[
          { key: "file", title: t.file, cell: (row) => row.file },
          { key: "source", title: t.sourceOf, cell: (row) => row.source, width: 150 },
          { key: "records", title: t.records, cell: (row) => row.records, numeric: true, width: 100 },
          { key: "landed", title: t.landed, cell: (row) => row.landed, numeric: true, width: 100 },
          { key: "quarantined", title: t.quarantined, cell: (row) => row.quarantined, numeric: true, width: 90 },
          { key: "set_aside", title: t.setAside, cell: (row) => row.set_aside, numeric: true, width: 100, extra: true },
          { key: "state", title: t.state, cell: (row) => <BatchState batch={row} />, width: 160 },
        ]}
        empty={<Empty title={t.noBatches} />}
      />
    </Page>
  );
}
