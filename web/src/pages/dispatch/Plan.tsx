import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Stops } from "./Stops";
import { words } from "./words";

type Told = Shape["PlanOut"];

/** A plan: its figures, everybody's stops, what is left out and why. `beside`: the one it is compared with; whoever has the same route in both is folded away. */
export function Plan({ plan, beside }: { plan: Told; beside?: Told | null | undefined }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const idle = plan.people.filter((person) => person.stops.length === 0).map((person) => person.name);
  const moved = beside ? changes(plan, beside) : undefined;
  const out = plan.people.filter((person) => person.stops.length > 0);
  const same = beside ? out.filter((person) => routeOf(person) === routeOf(beside.people.find((one) => one.login === person.login))) : [];
  const changed = out.filter((person) => !same.includes(person));
  const figures = counted(plan);
  const before = beside ? counted(beside) : undefined;
  return (
    <>
      <dl className="plan-figures">
        {(Object.keys(figures) as (keyof typeof figures)[]).map((name) => (
          <div key={name}>
            <dt className="small quiet">{t.figures[name]}</dt>
            <dd className="number">{figures[name]}{before && figures[name] !== before[name] && <span className="small quiet"> ({signed(figures[name] - before[name])})</span>}</dd>
          </div>
        ))}
      </dl>
      {changed.map((person) => <Person key={person.login} person={person} moved={moved} />)}
      {same.length > 0 && (
        <details className="plan-same">
          <summary>{t.same(same.map((person) => person.name).join(t.comma))}</summary>
          {same.map((person) => <Person key={person.login} person={person} />)}
        </details>
      )}
      {idle.length > 0 && <p className="small quiet">{t.noStops} {idle.join(t.comma)}</p>}
      {plan.left.length > 0 && (
        <section className="plan-person">
          <h3>{t.left}</h3>
          <ul className="plain">
            {plan.left.map((one) => <li key={one.task}><Link to={`/orders/${one.order}`}>{one.title}</Link><div className="small quiet">{one.order} · {one.place} · {say(one.why)}</div></li>)}
          </ul>
        </section>
      )}
    </>
  );
}

function Person({ person, moved }: { person: Told["people"][number]; moved?: ReadonlySet<string> | undefined }): ReactNode {
  const t = useWords(words);
  return (
    <section className="plan-person">
      <h3>{person.name} <span className="small quiet">{person.department} · {t.stops(person.stops.length, person.on_the_way)}</span></h3>
      <Stops stops={person.stops} rest={person.rest} moved={moved} />
    </section>
  );
}

/** His stops with their times, as one word to compare. */
function routeOf(person: Told["people"][number] | undefined): string {
  return (person?.stops ?? []).map((stop) => `${stop.task} ${stop.arrives}`).join();
}

function counted({ figures, left }: Told): { placed: number; left: number; must_left: number; on_the_way: number; out: number } {
  return { placed: figures.placed, left: left.length, must_left: figures.must_left, on_the_way: figures.on_the_way, out: figures.out };
}

function changes(plan: Told, beside: Told): ReadonlySet<string> {
  const there = new Map(beside.people.flatMap((person) => person.stops.map((stop) => [stop.task, `${person.login} ${stop.arrives}`])));
  return new Set(plan.people.flatMap((person) => person.stops.filter((stop) => there.get(stop.task) !== `${person.login} ${stop.arrives}`).map((stop) => stop.task)));
}

function signed(change: number): string {
  return change > 0 ? `+${String(change)}` : String(change);
}
