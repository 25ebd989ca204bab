import { AlertOutlined, ApartmentOutlined, AuditOutlined, BarChartOutlined, CarOutlined, CarryOutOutlined, CloudUploadOutlined, CommentOutlined, ContainerOutlined, ControlOutlined, DashboardOutlined, DatabaseOutlined, EnvironmentOutlined, ExperimentOutlined, FileDoneOutlined, HomeOutlined, IdcardOutlined, ImportOutlined, InboxOutlined, LinkOutlined, MergeCellsOutlined, PhoneOutlined, QuestionCircleOutlined, SafetyCertificateOutlined, ScheduleOutlined, SearchOutlined, SolutionOutlined, TableOutlined, TeamOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { RouteObject } from "react-router";
import { App } from "./views/App";
import { Broken } from "./views/Broken";
import { Opened } from "./views/Opened";
import type { PageEntry } from "./views/pages";

const INTAKE = ["intake.send", "intake.approve", "intake.mend", "intake.withdraw"] as const;

/** Every page there is. Its place in this table is its place in the navigation. */
export const pages: readonly PageEntry[] = [
  {
    path: "/",
    title: { zh: "首页", en: "Start" },
    page: lazy(() => import("./pages/home/HomePage")),
    nav: { group: "work", icon: HomeOutlined, key: "h" },
  },
  {
    path: "/findings",
    title: { zh: "疑点", en: "Findings" },
    page: lazy(() => import("./pages/findings/FindingsPage")),
    needs: "findings.read",
    nav: { group: "work", icon: SearchOutlined, key: "f" },
  },
  { path: "/findings/:finding", title: { zh: "疑点", en: "Finding" }, page: lazy(() => import("./pages/findings/FindingPage")), needs: "findings.read" },
  { path: "/findings/:finding/sheet", title: { zh: "疑点说明", en: "Explanation of a finding" }, page: lazy(() => import("./pages/findings/SheetPage")), needs: "findings.read" },
  {
    path: "/questions",
    title: { zh: "征询", en: "Questions" },
    page: lazy(() => import("./pages/findings/QuestionsPage")),
    nav: { group: "work", icon: QuestionCircleOutlined, key: "q", extra: true },
  },
  {
    path: "/tasks",
    title: { zh: "待办", en: "To do" },
    page: lazy(() => import("./pages/orders/TasksPage")),
    needs: "orders.handle",
    nav: { group: "work", icon: CarryOutOutlined, key: "t" },
  },
  {
    path: "/route",
    title: { zh: "今日路线", en: "My route today" },
    page: lazy(() => import("./pages/dispatch/RoutePage")),
    needs: "orders.handle",
    nav: { group: "work", icon: CarOutlined, key: "w", extra: true },
  },
  {
    path: "/dispatch",
    title: { zh: "走访排程", en: "Day plan" },
    page: lazy(() => import("./pages/dispatch/DispatchPage")),
    needs: "orders.supervise",
    nav: { group: "work", icon: ScheduleOutlined, extra: true },
  },
  {
    path: "/orders",
    title: { zh: "工单", en: "Orders" },
    page: lazy(() => import("./pages/orders/OrdersPage")),
    nav: { group: "work", icon: FileDoneOutlined, key: "o" },
  },
  { path: "/orders/:number", title: { zh: "工单", en: "Order" }, page: lazy(() => import("./pages/orders/OrderPage")) },
  {
    path: "/desk/intake",
    title: { zh: "受理台", en: "Desk" },
    page: lazy(() => import("./pages/desk/DeskPage")),
    needs: "requests.take",
    nav: { group: "work", icon: PhoneOutlined, key: "d" },
  },
  {
    path: "/desk/requests",
    title: { zh: "诉求", en: "Requests" },
    page: lazy(() => import("./pages/desk/RequestsPage")),
    needs: "requests.take",
    nav: { group: "work", icon: SolutionOutlined, key: "r" },
  },
  { path: "/desk/requests/:number", title: { zh: "诉求", en: "Request" }, page: lazy(() => import("./pages/desk/RequestPage")) },
  {
    path: "/desk/imports",
    title: { zh: "导入诉求", en: "Import requests" },
    page: lazy(() => import("./pages/desk/imports/ImportsPage")),
    needs: "requests.take",
    nav: { group: "work", icon: ImportOutlined, extra: true },
  },
  { path: "/desk/imports/:number", title: { zh: "导入批次", en: "Import" }, page: lazy(() => import("./pages/desk/imports/ImportPage")), needs: "requests.take" },
  {
    path: "/intake",
    title: { zh: "报送", en: "Send files" },
    page: lazy(() => import("./pages/intake/IntakePage")),
    needs: INTAKE,
    nav: { group: "work", icon: InboxOutlined, key: "i" },
  },
  {
    path: "/intake/batches",
    title: { zh: "批次与隔离", en: "Batches" },
    page: lazy(() => import("./pages/intake/BatchesPage")),
    needs: INTAKE,
    nav: { group: "work", icon: ContainerOutlined, extra: true },
  },
  { path: "/intake/batches/:batch", title: { zh: "批次", en: "Batch" }, page: lazy(() => import("./pages/intake/BatchPage")), needs: INTAKE },
  { path: "/intake/:submission", title: { zh: "报送的文件", en: "A file sent" }, page: lazy(() => import("./pages/intake/SubmissionPage")), needs: INTAKE },
  {
    path: "/rules",
    title: { zh: "规则", en: "Rules" },
    page: lazy(() => import("./pages/rules/RulesPage")),
    needs: "findings.read",
    nav: { group: "work", icon: ControlOutlined, key: "l", extra: true },
  },
  { path: "/rules/:scenario/:rule", title: { zh: "规则", en: "Rule" }, page: lazy(() => import("./pages/rules/RulePage")) },
  {
    path: "/models",
    title: { zh: "模型登记", en: "Model register" },
    page: lazy(() => import("./pages/models/ModelsPage")),
    nav: { group: "work", icon: ExperimentOutlined, extra: true },
  },
  { path: "/models/:scenario/:model", title: { zh: "模型", en: "Model" }, page: lazy(() => import("./pages/models/ModelPage")) },
  {
    path: "/statistics",
    title: { zh: "统计", en: "Statistics" },
    page: lazy(() => import("./pages/statistics/StatisticsPage")),
    needs: "statistics.read",
    nav: { group: "work", icon: BarChartOutlined, key: "s" },
  },
  {
    path: "/catalogue",
    title: { zh: "数据目录", en: "Catalogue" },
    page: lazy(() => import("./pages/catalogue/CataloguePage")),
    nav: { group: "work", icon: DatabaseOutlined, key: "c" },
  },
  { path: "/catalogue/:table", title: { zh: "数据目录", en: "Catalogue" }, page: lazy(() => import("./pages/catalogue/TablePage")) },
  { path: "/catalogue/:table/:column", title: { zh: "数据目录", en: "Catalogue" }, page: lazy(() => import("./pages/catalogue/ColumnPage")) },
  {
    path: "/quality",
    title: { zh: "数据质量", en: "Data quality" },
    page: lazy(() => import("./pages/quality/QualityPage")),
    nav: { group: "work", icon: SafetyCertificateOutlined, key: "y" },
  },
  { path: "/quality/rule", title: { zh: "数据质量", en: "Data quality" }, page: lazy(() => import("./pages/quality/RulePage")) },
  {
    path: "/ask",
    title: { zh: "问数", en: "Ask" },
    page: lazy(() => import("./pages/ask/AskPage")),
    nav: { group: "work", icon: CommentOutlined, key: "k" },
  },
  {
    path: "/screens",
    title: { zh: "驾驶舱", en: "Cockpit" },
    page: lazy(() => import("./pages/screens/ScreensPage")),
    needs: "findings.read",
    nav: { group: "work", icon: DashboardOutlined, key: "v" },
  },
  { path: "/screens/:scope/:name", title: { zh: "驾驶舱", en: "Cockpit" }, page: lazy(() => import("./pages/screens/ScreenPage")), needs: "findings.read" },
  {
    path: "/map",
    title: { zh: "一张图", en: "Map" },
    page: lazy(() => import("./pages/map/MapPage")),
    needs: "findings.read",
    nav: { group: "work", icon: EnvironmentOutlined, key: "m" },
  },
  {
    path: "/review",
    title: { zh: "归并核对", en: "Records to judge" },
    page: lazy(() => import("./pages/entities/ReviewPage")),
    needs: "entities.judge",
    nav: { group: "work", icon: MergeCellsOutlined, key: "j", extra: true },
  },
  {
    path: "/profiles",
    title: { zh: "画像", en: "Profiles" },
    page: lazy(() => import("./pages/entities/ProfilesPage")),
    needs: "profiles.read",
    nav: { group: "work", icon: IdcardOutlined, key: "p", extra: true },
  },
  { path: "/profiles/:kind/:entity", title: { zh: "画像", en: "Profile" }, page: lazy(() => import("./pages/entities/ProfilePage")), needs: "profiles.read" },
  { path: "/search", title: { zh: "查找", en: "Search" }, page: lazy(() => import("./pages/search/SearchPage")) },
  {
    path: "/waiting",
    title: { zh: "待发送", en: "Waiting to be sent" },
    page: lazy(() => import("./pages/waiting/WaitingPage")),
    nav: { group: "work", icon: CloudUploadOutlined, extra: true },
  },
  {
    path: "/emergencies",
    title: { zh: "应急访问", en: "Emergency access" },
    page: lazy(() => import("./pages/emergencies/EmergenciesPage")),
    nav: { group: "manage", icon: AlertOutlined, extra: true },
  },
  {
    path: "/departments",
    title: { zh: "部门与职责", en: "Departments and duties" },
    page: lazy(() => import("./pages/administration/DepartmentsPage")),
    nav: { group: "manage", icon: ApartmentOutlined, extra: true },
  },
  {
    path: "/administration/users",
    title: { zh: "账号", en: "Accounts" },
    page: lazy(() => import("./pages/administration/UsersPage")),
    administrators: ["system", "security"],
    nav: { group: "manage", icon: TeamOutlined, key: "u" },
  },
  {
    path: "/administration/users/:login",
    title: { zh: "账号", en: "Account" },
    page: lazy(() => import("./pages/administration/UserPage")),
    administrators: ["system", "security"],
  },
  {
    path: "/administration/systems",
    title: { zh: "接入系统", en: "Connected systems" },
    page: lazy(() => import("./pages/administration/SystemsPage")),
    administrators: ["security"],
    nav: { group: "manage", icon: LinkOutlined },
  },
  {
    path: "/audit",
    title: { zh: "审计", en: "Audit" },
    page: lazy(() => import("./pages/audit/AuditPage")),
    administrators: ["audit"],
    nav: { group: "manage", icon: AuditOutlined, key: "a" },
  },
  {
    path: "/audit/person",
    title: { zh: "谁看过此人的数据", en: "Who looked at this person's data" },
    page: lazy(() => import("./pages/audit/PersonPage")),
    administrators: ["audit"],
  },
  {
    path: "/audit/matrix",
    title: { zh: "权限矩阵", en: "Permission matrix" },
    page: lazy(() => import("./pages/audit/MatrixPage")),
    administrators: ["audit", "security"],
    nav: { group: "manage", icon: TableOutlined, extra: true },
  },
  { path: "/account", title: { zh: "我的账号", en: "My account" }, page: lazy(() => import("./pages/account/AccountPage")) },
  { path: "/specimen", title: { zh: "样例", en: "Specimen" }, page: lazy(() => import("./pages/specimen/SpecimenPage")) },
  { path: "*", title: { zh: "没有这个页面", en: "No such page" }, page: lazy(() => import("./pages/MissingPage")) },
];

export const routes: RouteObject[] = [
  {
    element: <App pages={pages} />,
    errorElement: <Broken />,
    children: pages.map((page) => ({ path: page.path, element: <Opened key={page.path} page={page} />, errorElement: <Broken /> })),
  },
];
