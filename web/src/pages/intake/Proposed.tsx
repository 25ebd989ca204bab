import { Button } from "antd";
import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Figures } from "../statistics/Figures";
import { withColumn, type Fixes } from "./fixes";
import { words } from "./words";

type Column = Shape["SeenColumn"];
type Proposed = Shape["ProposedColumn"];

/** Headers nobody knows, each with the column it most likely is, how sure that is and why: taken over by a click. */
export function ProposedColumns({ columns, fixes, busy, change }: { columns: readonly Column[]; fixes: Fixes; busy: boolean; change: (fixes: Fixes) => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const found = columns.flatMap((column) => column.proposed ? [{ header: column.header, proposed: column.proposed }] : []);
  if (found.length === 0) return null;
  const taken = (from: Fixes, { header, proposed }: { header: string; proposed: Proposed }): Fixes => withColumn(from, header, { means: proposed.column });
  return (
    <Card title={t.proposed} actions={found.length > 1 && <Button disabled={busy} onClick={() => { change(found.reduce(taken, fixes)); }}>{t.takeAll}</Button>}>
      <p className="quiet small">{t.proposedLead}</p>
      <Figures
        title={t.proposed}
        heads={[t.header, t.mostLikely, t.act, t.confidence, t.reasoned]}
        rows={found.map((one) => ({
          key: one.header,
          cells: [
            one.header,
            one.proposed.column,
            <Button key="take" size="small" disabled={busy} aria-label={t.takeOne(one.header, one.proposed.column)} onClick={() => { change(taken(fixes, one)); }}>{t.take}</Button>,
            `${String(Math.round(one.proposed.confidence * 100))}%`,
            say(one.proposed.why),
          ],
        }))}
      />
    </Card>
  );
}
