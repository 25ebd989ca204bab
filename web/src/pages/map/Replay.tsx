import { CaretRightOutlined, PauseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useId, useState, type ReactNode } from "react";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { daysSince1970, later } from "./asking";
import { words } from "./words";

interface Props {
  first: string;
  last: string;
  show: (days: readonly [number, number] | null) => void;
}

const STEP_MS = 250;
const WIDTHS = ["1", "7", "30"];

/** The period run through: some days at a time, played or moved by hand. */
export function Replay({ first, last, show }: Props): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const id = useId();
  const [at, setAt] = useState<number | null>(null);
  const [width, setWidth] = useState(7);
  const [playing, setPlaying] = useState(false);
  const length = Math.max(0, daysSince1970(last) - daysSince1970(first) - width + 1);
  const go = (place: number | null): void => {
    setAt(place);
    if (place === null) setPlaying(false);
    show(place === null ? null : [daysSince1970(first) + place, daysSince1970(first) + place + width - 1]);
  };
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => {
      if ((at ?? 0) >= length) setPlaying(false);
      else go(Math.min(length, (at ?? -1) + Math.max(1, Math.round(width / 7))));
    }, STEP_MS);
    return () => { clearTimeout(timer); };
  });
  return (
    <div className="map-replay" role="group" aria-label={t.replay}>
      <Button icon={playing ? <PauseOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />} onClick={() => { if (!playing && (at ?? 0) >= length) go(0); setPlaying(!playing); }}>{playing ? t.pause : t.replay}</Button>
      <input type="range" aria-label={t.replay} min={0} max={length} value={at ?? 0} aria-valuetext={spanOf(first, at ?? 0, width).map((one) => day(one, language)).join(" – ")} onChange={(event) => { setPlaying(false); go(Number(event.target.value)); }} />
      <span className="number small map-week">{at !== null && t.week(...daysIn(language, spanOf(first, at, width)))}</span>
      <label htmlFor={id} className="hidden">{t.speed}</label>
      <span className="map-width extra"><Choice id={id} value={String(width)} options={WIDTHS.map((value) => ({ value, label: t.days(value) }))} onChange={(value) => { setWidth(Number(value)); setPlaying(false); setAt(null); show(null); }} /></span>
      {at !== null && <Button type="link" onClick={() => { go(null); }}>{t.stop}</Button>}
    </div>
  );
}

function spanOf(first: string, at: number, width: number): readonly [string, string] {
  return [later(first, at), later(first, at + width - 1)];
}

function daysIn(language: "zh" | "en", [from, to]: readonly [string, string]): [string, string] {
  return [day(from, language), day(to, language)];
}
