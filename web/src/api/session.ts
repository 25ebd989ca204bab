import { useQuery } from "@tanstack/react-query";
import { dropDrafts } from "../lib/kept";
import { asFailure } from "../lib/problems";
import { newId } from "../lib/send";
import { queries, server, SESSION, type Shape } from "./client";

export type Session = Shape["SessionOut"];
export type User = Shape["Me"];

const KEY = "shuzhi.session";
const STALE_MS = 60_000;
const AGAIN_MS = 15_000;

interface Present {
  session: Session;
  /** The server was not reached: this is who was signed in last, as far as this device knows. */
  offline: boolean;
}

async function present(): Promise<Present> {
  try {
    const { data } = await server.GET("/api/session");
    if (!data) throw new Error("no session in the answer");
    keep(data);
    return { session: data, offline: false };
  } catch (thrown) {
    const last = asFailure(thrown).status === 0 ? kept() : undefined;
    if (!last) throw thrown;
    return { session: last, offline: true };
  }
}

/** Who is signed in. Without network: who was, so that a reload in the field does not end at the login page. */
export function useSession(): { session: Session | undefined; offline: boolean; error: unknown; retry: () => void } {
  const { data, error, refetch } = useQuery({
    queryKey: SESSION,
    queryFn: present,
    staleTime: STALE_MS,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.offline ? AGAIN_MS : false),
  });
  return { session: data?.session, offline: data?.offline ?? false, error, retry: () => void refetch() };
}

/** The user of a page that only signed-in people see. */
export function useUser(): User {
  const user = useSession().session?.user;
  if (!user) throw new Error("shown without a session");
  return user;
}

export function useMay(permission: string | undefined): boolean {
  const user = useSession().session?.user;
  return permission === undefined || (user?.permissions.includes(permission) ?? false);
}

export async function signIn(credentials: { login: string; password: string; code?: string }): Promise<"in" | "code"> {
  const { data, response } = await server.POST("/api/session", { body: { code: null, ...credentials } });
  if (response.status === 202) return "code";
  if (data && "user" in data) {
    // What somebody else was shown before is forgotten.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== SESSION[1] });
    keep(data);
    queries.setQueryData<Present>(SESSION, { session: data, offline: false });
  }
  return "in";
}

/** Ends the session. What is half filled in leaves this device; what waits to be sent stays for its owner. */
export async function signOut(): Promise<void> {
  await server.DELETE("/api/session");
  localStorage.removeItem(KEY);
  await dropDrafts().catch(() => undefined);
  location.assign("/");
}

export async function changePassword(passwords: { old: string; new: string }): Promise<void> {
  await server.POST("/api/password", { body: passwords, headers: { "Idempotency-Key": newId() } });
  await queries.invalidateQueries({ queryKey: SESSION });
}

function keep(session: Session): void {
  if (session.user) localStorage.setItem(KEY, JSON.stringify(session));
  else localStorage.removeItem(KEY);
}

function kept(): Session | undefined {
  const text = localStorage.getItem(KEY);
  return text ? (JSON.parse(text) as Session) : undefined;
}
