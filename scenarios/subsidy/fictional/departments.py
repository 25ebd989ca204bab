"""Which department sends which file: headers, encodings and styles differ, as they do in life."""

from .files import File

MONEY = ("金额", "批准金额", "价格", "基数", "认缴", "年租金", "底价")


def _file(
    path: str, encoding: str, headers: str, *, date: str = "dashes", cents: str = "plain", broken: int = 0
) -> File:
    """``headers``: ``column`` or ``column=header in this file``, separated by blanks."""
    pairs = [pair.split("=") for pair in headers.split()]
    names = {pair[0]: pair[-1] for pair in pairs}
    return File(path, encoding, names, date, cents, tuple(name for name in names if name in MONEY), broken)


PAYMENTS = {
    "低保五保": _file(
        "民政局/低保五保发放_{year}.csv",
        "gb18030",
        "姓名 身份证号=证件号码 村=所属村 类别=救助类别 金额=发放金额 日期=发放日期 账号=银行账号 备注",
        broken=2,
    ),
    "公租房": _file(
        "住建局/公租房租赁补贴_{year}.csv",
        "utf-8",
        "姓名=申请人姓名 身份证号=公民身份号码 金额=补贴金额 日期=发放时间 账号=开户账号 备注",
        date="chinese",
        cents="yuan",
        broken=1,
    ),
    "农资补贴": _file(
        "财政局/农资综合直补_{year}.csv",
        "gbk",
        "村 姓名=户主姓名 身份证号=身份证号码 金额=补贴金额 日期=拨付日期 账号=一卡通账号 备注",
        date="digits",
        cents="commas",
        broken=1,
    ),
    "危房改造": _file(
        "住建局/农村危房改造补助_{year}.csv",
        "utf-8",
        "姓名 身份证号=身份证号码 地址=住房地址 金额=补助金额 日期=拨付日期 账号=银行账号 备注",
        date="slashes",
        cents="wan",
    ),
    "水库移民": _file(
        "水利局/移民旧房改造补助_{year}.csv",
        "gbk",
        "姓名=移民姓名 身份证号=居民身份证号 地址=房屋坐落 金额=补助金额 日期=兑付日期 账号=存折账号 备注",
        date="dots",
        cents="wide",
    ),
}
VILLAGE_FUNDS = _file(
    "农业农村局/村集体三资收支_{year}.csv",
    "utf-8",
    "村 摘要 姓名=收款人 身份证号=收款人身份证号 金额=支出金额 "
    "日期=记账日期 审批人 审批人身份证号 决议编号 票据号",
    cents="commas",
    broken=1,
)
REGISTERS = {
    "资金审批": _file(
        "民政局/资金审批台账.csv",
        "utf-8",
        "项目 姓名=申请人 身份证号=申请人身份证号 村=所在村 申请日期 批准日期 批准金额 审批人 审批人身份证号 "
        "经办人身份证号 复核人 备注",
        date="slashes",
    ),
    "户籍": _file(
        "公安局/户籍信息.csv",
        "utf-8",
        "户号 姓名 身份证号=公民身份号码 与户主关系 村=所属村 地址=住址 迁出日期",
        date="digits",
    ),
    "死亡登记": _file(
        "公安局/死亡注销.csv",
        "gbk",
        "姓名 身份证号=公民身份号码 死亡日期 登记日期=注销日期",
        date="digits",
        broken=1,
    ),
    "身份更正": _file(
        "公安局/身份号码更正.csv",
        "utf-8",
        "姓名 身份证号=更正后号码 原身份证号=原号码 更正日期",
        date="digits",
    ),
    "车辆": _file(
        "公安局/机动车登记.csv",
        "gb18030",
        "车牌=号牌号码 姓名=所有人 身份证号=身份证明号码 使用性质 "
        "价格=核定价格 登记日期=初次登记日期 检验有效期=检验有效期止 状态",
        date="slashes",
    ),
    "残疾登记": _file("残联/持证残疾人.csv", "utf-8", "姓名 身份证号=证件号码 残疾等级 发证日期"),
    "党员": _file("组织部/党员名册.csv", "utf-8", "姓名 身份证号 入党日期 所在支部", date="dots"),
    "公职人员": _file(
        "组织部/公职人员.csv",
        "utf-8",
        "姓名 身份证号=公民身份号码 单位=工作单位 编制类型 任职日期=入职日期 离任日期=离职日期",
    ),
    "村干部": _file(
        "组织部/村两委干部.csv",
        "gbk",
        "村 姓名 身份证号 职务 任职日期 离任日期",
        date="chinese",
    ),
    "亲属申报": _file(
        "纪委监委/干部亲属申报.csv",
        "utf-8",
        "干部姓名 干部身份证号 亲属姓名 亲属身份证号 关系 村=亲属所在村",
    ),
    "享受备案": _file("民政局/干部近亲属享受救助备案.csv", "utf-8", "姓名 身份证号 备案日期 备案单位"),
    "监护登记": _file(
        "民政局/监护与代领登记.csv",
        "utf-8",
        "姓名=被监护人 身份证号=被监护人身份证号 监护人身份证号 事由 起始日期",
    ),
    "生存认证": _file(
        "人社局/待遇领取资格认证.csv", "utf-8", "姓名 身份证号=社会保障号码 认证日期 方式", date="digits"
    ),
    "社保": _file(
        "人社局/社保缴费.csv",
        "gb18030",
        "姓名 身份证号=社会保障号码 单位=参保单位 参保身份 起始月=缴费起始日 终止月=缴费截止日 基数=缴费基数",
        date="digits",
        cents="commas",
    ),
    "企业任职": _file(
        "市场监管局/企业任职.csv",
        "utf-8",
        "姓名 身份证号=证件号码 企业名称 信用代码=统一社会信用代码 "
        "职务 认缴=认缴出资额 登记状态 企业类型 参保人数",
        cents="wan",
    ),
    "不动产": _file(
        "自然资源局/不动产登记.csv",
        "gb18030",
        "单元号=不动产单元号 姓名=权利人 身份证号=证件号 坐落 "
        "面积=建筑面积 共有比例 登记日期=登簿日期 状态=权属状态",
        date="chinese",
    ),
    "账户": _file(
        "农信社/一卡通账户.csv",
        "utf-8",
        "账号 姓名=户名 身份证号=开户人证件号码 账户性质 开户日期",
        date="digits",
    ),
    "三资合同": _file(
        "农业农村局/三资合同.csv",
        "gbk",
        "合同编号 村 资产名称 姓名=承包人 身份证号=承包人身份证号 年租金 "
        "底价 签订日期 期限年 流标次数 公开招标 经办人身份证号",
        date="dots",
        cents="commas",
    ),
    "核查结果": _file("纪委监委/核查结果.csv", "utf-8", "规则 姓名 身份证号 结论 金额=涉及金额 核查日期"),
}
