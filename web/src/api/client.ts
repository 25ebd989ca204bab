import { QueryClient } from "@tanstack/react-query";
import createFetch from "openapi-fetch";
import createQueries from "openapi-react-query";
import { asFailure, failureOf, isFinal } from "../lib/problems";
import { csrf } from "../lib/send";
import type { components, paths } from "./schema";

/** The shapes the server declares: `Shape["Me"]`. */
export type Shape = components["schemas"];

export const SESSION = ["get", "/api/session"] as const;

/** Calls of the API by path, typed from its OpenAPI schema. Whatever is not a success is thrown as a Failure. */
export const server = createFetch<paths>({ baseUrl: "/" });
server.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(csrf())) request.headers.set(name, value);
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    if (response.status === 401 && schemaPath !== "/api/session") void queries.invalidateQueries({ queryKey: SESSION });
    throw await failureOf(response);
  },
  onError({ error }) {
    return asFailure(error);
  },
});

/** The same calls as hooks: `api.useQuery("get", "/api/me")`. */
export const api = createQueries(server);

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Offline is a failure that is told, not an endless wait.
      networkMode: "always",
      retry: (count, thrown) => count < 2 && !isFinal(asFailure(thrown).status) && asFailure(thrown).status !== 401,
      staleTime: 10_000,
    },
    mutations: { networkMode: "always" },
  },
});
