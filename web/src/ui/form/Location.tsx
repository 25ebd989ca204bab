import { EnvironmentOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { useWords } from "../../lib/words";
import { words } from "../words";
import type { Given } from "./Control";
import type { Place } from "./fields";

const PATIENCE_MS = 15_000;

/** Where it is: as the device knows, or in words. */
export function Location({ id, label, value = {}, onChange, ...described }: Given<Place> & { label: string }): ReactNode {
  const t = useWords(words);
  const [state, setState] = useState<"idle" | "locating" | "failed">("idle");
  const { lat, lon, accuracy = 0, place = "" } = value;

  const locate = (): void => {
    setState("locating");
    // Browsers give no location to a plain http address: the same message tells what to do instead.
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState("idle");
        onChange?.({ ...value, lon: coords.longitude, lat: coords.latitude, accuracy: Math.round(coords.accuracy) });
      },
      () => { setState("failed"); },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
    );
  };
  return (
    <div className="location" role="group" aria-label={label}>
      <Input {...described} {...(id ? { id } : {})} value={place} aria-label={`${label} ${t.place}`} placeholder={t.place} maxLength={200} onChange={(event) => { onChange?.({ ...value, place: event.target.value }); }} />
      <Button icon={<EnvironmentOutlined aria-hidden />} loading={state === "locating"} onClick={locate}>{state === "locating" ? t.locating : t.locate}</Button>
      <div className="location-state small" role="status">
        {lat !== undefined && lon !== undefined && (
          <>
            <span className="number">{lon.toFixed(5)}, {lat.toFixed(5)}</span> {t.located(accuracy)}
            <Button size="small" type="link" onClick={() => { onChange?.({ place }); }}>{t.removeLocation}</Button>
          </>
        )}
        {state === "failed" && t.noLocation}
      </div>
    </div>
  );
}
