import type { Picked } from "../../ui/chart/Chart";
import type { Answer, Inquiry, Panel } from "./answers";
import { groups, names, narrowed, read, type Say } from "./reading";

/** How deep a node of a Sankey or a relation stands: so many of these before its name, so that equal names on two levels are two nodes. */
export const DEPTH = "\u200b";

/** The question about what was picked in a drawing: of its group, or groups, only. */
export function pickedInquiry(kind: Panel["kind"], answers: readonly Answer[], picked: Picked, say: Say): Inquiry | null {
  const titled = kind === "funnel" || kind === "radar" ? picked.name : picked.series;
  const answer = answers[names(answers, say).indexOf(titled)] ?? answers[0];
  if (!answer) return null;
  const one = read(answer, say);
  const within = (inquiry: Inquiry, which: number, name: string | undefined): Inquiry => (name === undefined ? inquiry : narrowed(inquiry, one, which, name));
  if (kind === "heat") return within(within(answer.inquiry, 0, groups(one, 0)[Number(picked.value[0])]), 1, groups(one, 1)[Number(picked.value[1])]);
  if (kind === "calendar") return within(answer.inquiry, 0, String(picked.value[0]));
  if (kind === "stacked") return within(within(answer.inquiry, 0, picked.name), 1, picked.series);
  if (kind === "radar") return answer.inquiry;
  if (kind === "sankey" || kind === "relation") return within(answer.inquiry, picked.name.split(DEPTH).length - 1, picked.name.replaceAll(DEPTH, ""));
  return within(answer.inquiry, 0, picked.name);
}
