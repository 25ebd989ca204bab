import type { Said } from "../../lib/words";

const AREAS: Record<string, Said> = {
  orders: { zh: "工单", en: "Order" },
  findings: { zh: "疑点", en: "Finding" },
  desk: { zh: "受理台", en: "Desk" },
  people: { zh: "用户", en: "People" },
  emergencies: { zh: "应急访问", en: "Emergency access" },
  audit: { zh: "审计", en: "Audit" },
};

const ACTS: Record<string, Said> = {
  read: { zh: "查阅", en: "read" },
  open: { zh: "立单", en: "opened" },
  open_order: { zh: "立单", en: "order opened" },
  claim: { zh: "签收", en: "claimed" },
  hand_over: { zh: "转交", en: "handed over" },
  complete: { zh: "办完环节", en: "step ended" },
  ask_extension: { zh: "申请延期", en: "extension asked" },
  decide_extension: { zh: "审批延期", en: "extension decided" },
  suspend: { zh: "挂起", en: "suspended" },
  resume: { zh: "恢复办理", en: "resumed" },
  invite: { zh: "邀请协办", en: "departments invited" },
  withdraw: { zh: "撤回协办", en: "invitation withdrawn" },
  answer: { zh: "答复", en: "answered" },
  supervise: { zh: "督办", en: "supervised" },
  supervision_overdue: { zh: "督办到期未办", en: "supervision overdue" },
  cancel: { zh: "撤销", en: "cancelled" },
  reopen: { zh: "重新打开", en: "reopened" },
  feedback: { zh: "登记回访", en: "feedback taken down" },
  stop_asking: { zh: "回访期满", en: "no longer asked for feedback" },
  link: { zh: "关联重复", en: "linked as a repeat" },
  comment: { zh: "备注", en: "commented" },
  attach: { zh: "上传附件", en: "file added" },
  overdue: { zh: "超过期限", en: "overdue" },
  not_overdue: { zh: "不再超期", en: "no longer overdue" },
  escalate: { zh: "升级", en: "escalated" },
  accept: { zh: "列为线索", en: "accepted as a lead" },
  take_up: { zh: "立案", en: "taken up as a case" },
  dismiss: { zh: "排除", en: "dismissed" },
  merge: { zh: "并入", en: "merged" },
  merged_with: { zh: "有诉求并入", en: "another merged into it" },
  unmerge: { zh: "分开", en: "separated" },
  unmerged_from: { zh: "有诉求分出", en: "another separated from it" },
  check: { zh: "开始核实", en: "checking begun" },
  assign: { zh: "交办", en: "assigned" },
  conclude: { zh: "工单办结", en: "concluded by its order" },
  undo: { zh: "撤销处置", en: "decision taken back" },
  copy: { zh: "抄下疑点", en: "findings copied" },
  ask: { zh: "征询部门", en: "department asked" },
  contest: { zh: "记录申辩", en: "contest taken down" },
  answer_contest: { zh: "答复申辩", en: "contest answered" },
  accept_advice: { zh: "接受规则建议", en: "advice accepted" },
  take: { zh: "受理", en: "taken" },
  correct: { zh: "更正", en: "corrected" },
  draft: { zh: "存草稿", en: "draft saved" },
  send: { zh: "答复诉求人", en: "reply sent" },
  tell: { zh: "告知诉求人", en: "caller told" },
  rate: { zh: "登记评价", en: "rated" },
  read_contact: { zh: "查看联系方式", en: "contact read" },
  find_caller: { zh: "按电话查以前的诉求", en: "earlier requests of a caller looked up" },
  follow_order: { zh: "随工单更新", en: "followed its order" },
  import: { zh: "导入", en: "imported" },
  appoint: { zh: "任命管理员", en: "administrator appointed" },
  bind_identity: { zh: "绑定统一身份", en: "identity bound" },
  change_password: { zh: "修改口令", en: "password changed" },
  create_user: { zh: "新建用户", en: "user made" },
  grant_post: { zh: "授予岗位", en: "post granted" },
  end_post: { zh: "撤销岗位", en: "post ended" },
  end_session: { zh: "结束会话", en: "session ended" },
  follow_city: { zh: "按 city.yml 更新", en: "followed city.yml" },
  recovery_code_used: { zh: "使用恢复码", en: "recovery code used" },
  register_system: { zh: "登记应用系统", en: "system registered" },
  remove_system: { zh: "移除应用系统", en: "system removed" },
  reset_password: { zh: "重置口令", en: "password reset" },
  second_factor_on: { zh: "启用动态验证码", en: "one-time codes on" },
  second_factor_off: { zh: "停用动态验证码", en: "one-time codes off" },
  allow: { zh: "批准", en: "allowed" },
  refuse: { zh: "不批准", en: "refused" },
  end: { zh: "提前结束", en: "ended before its time" },
  expire: { zh: "到时结束", en: "ended at its time" },
  matrix: { zh: "取得权限矩阵", en: "permission matrix taken" },
  person: { zh: "查谁看过此人的数据", en: "asked who looked at a person's data" },
  set_active: { zh: "启用或停用用户", en: "user switched on or off" },
  sign_in: { zh: "登录", en: "signed in" },
  sign_in_refused: { zh: "登录被拒", en: "sign-in refused" },
};

/** Those that their area and act alone would not say. */
const WHOLE: Record<string, Said> = {
  backup: { zh: "备份：已制作", en: "Backup: made" },
  "keys.rotate": { zh: "密钥：已轮换", en: "Keys: rotated" },
  "emergencies.ask": { zh: "应急访问：申请", en: "Emergency access: asked for" },
};

/** What was done, in words; a name that is not known here as it is. */
export function actionSaid(action: string): Said {
  const whole = WHOLE[action];
  if (whole) return whole;
  const [area = "", act = ""] = action.split(".");
  const [where, what] = [AREAS[area], ACTS[act]];
  return where && what ? { zh: `${where.zh}：${what.zh}`, en: `${where.en}: ${what.en}` } : { zh: action, en: action };
}
