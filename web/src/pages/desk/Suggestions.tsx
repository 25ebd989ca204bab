import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Status } from "../../ui/Status";
import type { Suggestions as Told } from "./useSuggestions";
import { words } from "./words";

export const KEYS = { category: "F2", department: "F4", place: "F8", merge: "F9" } as const;

export interface Chosen {
  category: string;
  department: string;
  place: string;
}

interface Props {
  told: Told | undefined;
  chosen: Chosen;
  accept: (kind: keyof Chosen) => void;
  acceptCategory: (label: string) => void;
  merge: (into: string) => void;
}

/** What is suggested, each with the key that takes it. */
export function Suggestions({ told, chosen, accept, acceptCategory, merge }: Props): ReactNode {
  const t = useWords(words);
  return (
    <Card title={t.suggestions}>
      <div className="suggestions" aria-live="polite">
        {!told && <p className="quiet">{t.nothingTyped}</p>}
        {told && told.readiness !== "ready" && <p role="note" className="desk-note">{t.readiness[told.readiness]}</p>}
        {told?.readiness === "ready" && (
          <>
            <Category told={told} chosen={chosen.category} accept={acceptCategory} />
            <Department told={told} chosen={chosen.department} accept={() => { accept("department"); }} />
            {told.place && (
              <One label={t.place} value={told.place} why={told.guessed ? t.guessed : ""} taken={chosen.place === told.place} hint={KEYS.place} accept={() => { accept("place"); }} />
            )}
            <Similar told={told} merge={merge} />
          </>
        )}
      </div>
    </Card>
  );
}

interface OneProps {
  label: string;
  value: string;
  why: ReactNode;
  taken: boolean;
  hint: string;
  accept?: () => void;
}

function One({ label, value, why, taken, hint, accept }: OneProps): ReactNode {
  const t = useWords(words);
  return (
    <div className="suggestion">
      <div>
        <div className="quiet small">{label}</div>
        <strong>{value}</strong>
        {why && <div className="small quiet">{why}</div>}
      </div>
      {accept && (taken
        ? <Status tone="good">{t.accepted}</Status>
        : <Button onClick={accept} aria-label={`${t.accept} ${label} ${value}`}>{t.accept} <kbd className="extra" aria-hidden>{hint}</kbd></Button>)}
    </div>
  );
}

function Category({ told, chosen, accept }: { told: Told; chosen: string; accept: (label: string) => void }): ReactNode {
  const t = useWords(words);
  const [first, ...rest] = told.categories;
  if (!first) return null;
  return (
    <>
      <One
        label={t.category}
        value={first.label}
        why={<>{t.chance(percent(first.chance))}{told.undecided && <> · <span className="desk-doubt">{t.undecided}</span></>}</>}
        taken={chosen === first.label}
        hint={KEYS.category}
        accept={() => { accept(first.label); }}
      />
      {rest.length > 0 && (
        <div className="suggestion-others small">
          <span className="quiet">{t.otherCategories}</span>
          {rest.map((one) => <Button key={one.label} size="small" onClick={() => { accept(one.label); }}>{one.label} {percent(one.chance)}%</Button>)}
        </div>
      )}
    </>
  );
}

function Department({ told, chosen, accept }: { told: Told; chosen: string; accept: () => void }): ReactNode {
  const t = useWords(words);
  const [first] = told.departments;
  if (!first) return <p className="quiet small">{t.noDepartment}</p>;
  const there = first.department !== null;
  return (
    <One
      label={t.department}
      value={first.name}
      why={there ? first.reason : `${first.reason} · ${t.notInCity}`}
      taken={there && chosen === String(first.department)}
      hint={KEYS.department}
      {...(there ? { accept } : {})}
    />
  );
}

function Similar({ told, merge }: { told: Told; merge: (into: string) => void }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <section className="similar">
      <h3>{t.similar}</h3>
      {told.similar.length === 0 && <p className="quiet small">{t.noSimilar}</p>}
      <ul className="plain">
        {told.similar.map((one, at) => (
          <li key={one.number} className="suggestion">
            <div>
              <Link to={`/desk/requests/${one.number}`} target="_blank">{one.title}</Link>
              <div className="small quiet number">{one.number} · {day(one.received_at, language)} · {one.order ?? t.states[one.state as "new"]}</div>
              <div className="small">
                <Status tone={one.retold ? "warn" : "plain"}>{t.likeness(percent(one.likeness))}</Status> {one.retold && t.retold}
                {[...one.places, ...one.phrases].length > 0 && <span className="quiet"> {t.both([...new Set([...one.places, ...one.phrases])].join(" · "))}</span>}
              </div>
            </div>
            <Button onClick={() => { merge(one.number); }} aria-label={t.mergeAsk(one.number)}>{t.mergeInto}{at === 0 && <> <kbd className="extra" aria-hidden>{KEYS.merge}</kbd></>}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function percent(share: number): number {
  return Math.round(share * 100);
}
