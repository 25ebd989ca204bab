import { useEffect, useEffectEvent } from "react";

/** Hears what the server sends while the component is shown. The browser itself connects again after a break. */
export function useEvents(path: string, hear: (name: string, data: unknown) => void, names: readonly string[]): void {
  const heard = useEffectEvent(hear);
  const all = names.join(" ");
  useEffect(() => {
    const source = new EventSource(path);
    for (const name of all.split(" ")) {
      source.addEventListener(name, (event: MessageEvent<string>) => { heard(name, JSON.parse(event.data)); });
    }
    return () => { source.close(); };
  }, [path, all]);
}
