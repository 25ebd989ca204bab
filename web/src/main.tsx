import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { queries } from "./api/client";
import { routes } from "./routes";
import { AppTheme } from "./ui/AppTheme";

const root = document.getElementById("root");
if (!root) throw new Error("no root in index.html");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <AppTheme>
        <RouterProvider router={createBrowserRouter(routes)} />
      </AppTheme>
    </QueryClientProvider>
  </StrictMode>,
);

// Browsers give service workers to https and localhost only; without one the pages work, but not offline.
if (import.meta.env.PROD && "serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
