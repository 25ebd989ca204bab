import { Button, Checkbox, Input } from "antd";
import { useId, useState, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { words } from "./words";

type Settings = Shape["PlanSettings"];

/** Under which conditions a day is planned. */
export function Conditions({ from, people, busy, tryIt }: { from: Settings; people: readonly Shape["WorkerOut"][]; busy: boolean; tryIt: (settings: Settings) => void }): ReactNode {
  const t = useWords(words);
  const id = useId();
  const [settings, set] = useState<Settings>(from);
  const field = (name: "since" | "until" | "rest" | "kmh", type: "time" | "number", most = 120): ReactNode => (
    <div>
      <label className="small quiet" htmlFor={`${id}${name}`}>{t[name]}</label>
      <Input id={`${id}${name}`} type={type} value={settings[name]} {...(type === "number" ? { min: name === "rest" ? 0 : 3, max: most } : {})} onChange={({ target }) => { set({ ...settings, [name]: type === "number" ? Number(target.value) : target.value }); }} />
    </div>
  );
  return (
    <form className="conditions" onSubmit={(event) => { event.preventDefault(); tryIt(settings); }}>
      {field("since", "time")}
      {field("until", "time")}
      {field("rest", "number", 180)}
      {field("kmh", "number")}
      <fieldset>
        <legend className="small quiet">{t.absent}</legend>
        {people.length === 0
          ? <span className="quiet">{t.nobody}</span>
          : (
            <Checkbox.Group
              value={settings.absent}
              options={people.map((person) => ({ value: person.login, label: t.personOf(person.name, person.department) }))}
              onChange={(absent) => { set({ ...settings, absent }); }}
            />
          )}
      </fieldset>
      <Button type="primary" htmlType="submit" loading={busy}>{t.tryIt}</Button>
    </form>
  );
}
