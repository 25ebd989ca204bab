import type { User } from "../api/session";
import type { PageEntry } from "./pages";

/** Whether the page makes sense for this user. The server decides again on everything the page asks for. */
export function mayOpen(user: User, page: Pick<PageEntry, "needs" | "administrators">): boolean {
  if (page.administrators !== undefined) return page.administrators.includes(user.administrator ?? "");
  return page.needs === undefined || [page.needs].flat().some((permission) => user.permissions.includes(permission));
}
