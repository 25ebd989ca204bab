import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Status } from "../../ui/Status";
import { number, share } from "./numbers";
import { words } from "./words";

const TONES = { planned: "plain", running: "note", works: "good", none_shown: "plain", backfires: "bad", not_judged: "warn" } as const;

/** How a measure stands, in two words. */
export function Standing({ state }: { state: Shape["MeasureRow"]["state"] }): ReactNode {
  const t = useWords(words);
  return <Status tone={TONES[state]}>{t.states[state]}</Status>;
}

/** What is concluded of a measure, in sentences. */
export function Conclusion({ measure }: { measure: Shape["MeasureOut"] }): ReactNode {
  const t = useWords(words);
  const { state, effect, lower, upper, power, smallest } = measure;
  const signed = (value: number | null): string => number(value, true);
  const said = state === "not_judged"
    ? t.why[measure.why as keyof typeof t.why]
    : state === "planned" || state === "running" ? t.said[state] : t.said[state](signed(effect), t.interval("", signed(lower), signed(upper)).trim());
  return (
    <>
      <p className="measure-said"><Standing state={state} /> {said}</p>
      {state === "running" && effect !== null && <p>{t.interval(signed(effect), signed(lower), signed(upper))}</p>}
      {state === "none_shown" && power !== null && power < 0.8 && <p>{t.weak(share(power))}</p>}
      {power !== null && <p className="quiet">{t.beforehand(share(power), number(smallest))}</p>}
      {measure.chance !== null && <p className="quiet">{t.chance(share(measure.chance))}</p>}
    </>
  );
}
