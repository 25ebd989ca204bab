import { CloudUploadOutlined, HomeOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { RouteObject } from "react-router";
import { App } from "./views/App";
import { Opened } from "./views/Opened";
import type { PageEntry } from "./views/pages";

/** Every page there is. Its place in this table is its place in the navigation. */
export const pages: readonly PageEntry[] = [
  {
    path: "/",
    title: { zh: "首页", en: "Start" },
    page: lazy(() => import("./pages/home/HomePage")),
    nav: { group: "work", icon: HomeOutlined, key: "h" },
  },
  {
    path: "/waiting",
    title: { zh: "待发送", en: "Waiting to be sent" },
    page: lazy(() => import("./pages/waiting/WaitingPage")),
    nav: { group: "work", icon: CloudUploadOutlined, extra: true },
  },
  { path: "/account", title: { zh: "我的账号", en: "My account" }, page: lazy(() => import("./pages/account/AccountPage")) },
  { path: "/specimen", title: { zh: "样例", en: "Specimen" }, page: lazy(() => import("./pages/specimen/SpecimenPage")) },
  { path: "*", title: { zh: "没有这个页面", en: "No such page" }, page: lazy(() => import("./pages/MissingPage")) },
];

export const routes: RouteObject[] = [
  { element: <App pages={pages} />, children: pages.map((page) => ({ path: page.path, element: <Opened key={page.path} page={page} /> })) },
];
