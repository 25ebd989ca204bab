import { DARK, useMedia } from "../lib/media";
import { usePreferences } from "../lib/preferences";
import { colours, series, type Colours } from "./tokens";

/** Whether the pages are dark now: as chosen, or as the system is. */
export function useDark(): boolean {
  const { scheme } = usePreferences();
  const system = useMedia(DARK);
  return scheme === "dark" || (scheme === "system" && system);
}

/** The colours for what draws by itself (charts, maps), which style sheets do not reach. */
export function useColours(): { set: Colours; series: readonly string[]; dark: boolean } {
  const { elder } = usePreferences();
  const dark = useDark();
  return { set: colours({ dark, elder }), series: series(dark), dark };
}
