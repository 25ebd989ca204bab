import type { ReactNode } from "react";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Figures } from "../statistics/Figures";
import { change, share, told, type Cell, type Plan, type Siting } from "./numbers";
import { words } from "./words";

/** Plans as columns, figures as rows, each beside what stands today. */
export function Compared({ siting }: { siting: Siting }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const of = say(siting.demand);
  const [now] = siting.plans;
  const unit = (value: Cell): string => (typeof value === "number" ? t.units[siting.unit](told(value)) : told(value));
  const row = (key: string, name: string, read: (plan: Plan) => Cell, write: (value: Cell) => string, percent = false): { key: string; cells: ReactNode[] } => ({
    key,
    cells: [name, ...siting.plans.map((plan) => {
      const more = now && plan !== now ? change(read(plan), read(now), percent) : null;
      return more === null || more === "0" || more === "0.0" ? write(read(plan)) : t.difference(write(read(plan)), more);
    })],
  });
  const list = (key: string, name: string, read: (plan: Plan) => string): { key: string; cells: ReactNode[] } => ({ key, cells: [name, ...siting.plans.map(read)] });
  const names = (all: readonly string[]): string => all.join(t.comma) || "—";
  const proof = ({ by, gap }: Plan): string => {
    if (!by) return t.proofs.named;
    return typeof gap === "number" && gap > 0 ? t.proofs.gap(t.by[by], share(gap)) : t.proofs.best(t.by[by]);
  };
  return (
    <Card title={t.plans}>
      <p className="quiet small">{t.plansLead}</p>
      <Figures
        title={t.plans}
        heads={[t.figure, ...siting.plans.map((plan) => say(plan.title))]}
        rows={[
          row("share", t.share, (plan) => plan.share, share, true),
          row("covered", t.covered(of), (plan) => plan.covered, told),
          row("mean", t.mean, (plan) => plan.mean, unit),
          row("p95", t.p95, (plan) => plan.p95, unit),
          row("furthest", t.furthest, (plan) => plan.furthest, unit),
          ...(siting.plans.some((plan) => plan.left !== 0) ? [row("left", t.left(of), (plan) => plan.left, told)] : []),
          ...(siting.access
            ? [
                row("access", t.access(say(siting.access)), (plan) => plan.access, told),
                row("lowest", t.accessLowest, (plan) => plan.access_lowest, told),
                row("gini", t.gini, (plan) => plan.gini, told),
              ]
            : []),
          row("open", t.open, (plan) => plan.open, told),
          list("new", t.new, (plan) => names(plan.new)),
          list("closed", t.closed, (plan) => names(plan.closed)),
          list("proof", t.proof, (plan) => (plan === now ? "—" : proof(plan))),
        ]}
      />
    </Card>
  );
}
