import type { ComponentType } from "react";
import type { Said } from "../lib/words";

/** The parts of the side navigation, in its order. */
export const GROUPS = ["work", "see", "data", "methods", "manage"] as const;
export type Group = (typeof GROUPS)[number];

/** One page: where it is, who may see it, and whether the side navigation leads to it. */
export interface PageEntry {
  path: string;
  title: Said;
  /** `lazy(() => import(...))`: loaded when first opened. */
  page: ComponentType;
  /** Without it (of several: any) the page tells that it is not allowed, and the navigation leaves it out. */
  needs?: string | readonly string[];
  /** Which administrators (三员) it is for, instead of a permission. */
  administrators?: readonly string[];
  nav?: {
    group: Group;
    icon: ComponentType;
    /** Pressed after "g". */
    key?: string;
    /** Left out in 适老 mode. */
    extra?: boolean;
  };
}
