import { lazy, Suspense, type ReactNode } from "react";
import { useSession } from "../api/session";
import { Failed, Loading } from "../ui/States";
import type { PageEntry } from "./pages";

const Login = lazy(() => import("./login/Login"));
const NewPassword = lazy(() => import("./login/NewPassword"));
const Shell = lazy(() => import("./shell/Shell").then((module) => ({ default: module.Shell })));

/** Who is not signed in sees the login at whatever address, and is then where he wanted to be. */
export function App({ pages }: { pages: readonly PageEntry[] }): ReactNode {
  const { session, error, retry } = useSession();
  if (!session) return error ? <main><Failed error={error} retry={retry} /></main> : <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      {!session.user ? <Login /> : session.user.must_change_password ? <NewPassword /> : <Shell pages={pages} />}
    </Suspense>
  );
}
