"""The clauses of GB/T 22239-2019, level three, each with what checks it here, or that people have to."""

from collections.abc import Callable
from dataclasses import dataclass

from shuzhi.core.text import Text
from shuzhi.ops.doctor import keeping, people, running
from shuzhi.ops.doctor.deployment import Deployment, Result

Check = Callable[[Deployment], Result]


@dataclass(frozen=True)
class Item:
    """One clause. ``check`` None: no program can tell."""

    clause: str
    asks: Text
    check: Check | None


def _item(clause: str, zh: str, en: str, check: Check | None = None) -> Item:
    return Item(clause, Text(zh, en), check)


ITEMS = (
    _item("8.1.1", "安全物理环境：机房、门禁、防火、供电等", "physical environment: rooms, doors, fire, power"),
    _item("8.1.2.1", "网络架构：分区、冗余、带宽", "network architecture: zones, redundancy, bandwidth"),
    _item("8.1.2.2 a)", "通信过程中数据的完整性", "integrity of data in transit", keeping.transport),
    _item("8.1.2.2 b)", "通信过程中数据的保密性", "confidentiality of data in transit", keeping.transport),
    _item("8.1.2.3", "通信设备可信验证", "trusted start of network devices"),
    _item("8.1.3.1", "边界防护", "boundary protection"),
    _item("8.1.3.2", "边界访问控制：防火墙规则", "access control at the boundary: firewall rules"),
    _item("8.1.3.3", "边界入侵防范", "intrusion prevention at the boundary"),
    _item("8.1.3.4", "恶意代码和垃圾邮件防范", "malicious code and spam at the boundary"),
    _item("8.1.3.5", "边界安全审计", "audit at the boundary"),
    _item("8.1.4.1 a)", "身份标识唯一，口令复杂并定期更换", "unique identity; passwords complex and renewed", people.passwords),
    _item("8.1.4.1 b)", "登录失败处理、结束会话、超时退出", "failed sign-ins, ending sessions, time-outs", people.lockout),
    _item("8.1.4.1 c)", "远程管理时鉴别信息防窃听", "credentials not overheard in remote use", keeping.transport),
    _item("8.1.4.1 d)", "两种以上鉴别技术组合，其一用密码技术", "two factors, one of them cryptographic", people.second_factor),
    _item("8.1.4.2 a)", "为登录用户分配账户和权限", "accounts and rights for every user", people.accounts),
    _item("8.1.4.2 b)", "默认账户改名或删除，默认口令已改", "default passwords changed", people.default_passwords),
    _item("8.1.4.2 c)", "及时停用多余、过期账户，不共享", "superfluous and old accounts out of use", people.unused),
    _item("8.1.4.2 d)", "管理用户最小权限、权限分离", "least rights and separation of administrators", people.three_administrators),
    _item("8.1.4.2 e)", "由授权主体配置访问控制策略", "policy set by whoever is entitled to", people.grants),
    _item("8.1.4.2 f)", "粒度：用户级，文件、表级", "granularity: user; file and table", people.granularity),
    _item("8.1.4.2 g)", "重要主体客体设安全标记", "security labels on subjects and objects", running.labels),
    _item("8.1.4.3 a)", "审计覆盖每个用户的重要行为", "every user's important acts are audited", keeping.records),
    _item("8.1.4.3 b)", "记录含时间、用户、类型、结果", "records say when, who, what, with which outcome", keeping.kept),
    _item("8.1.4.3 c)", "审计记录受保护、定期备份", "records protected and backed up", keeping.chains),
    _item("8.1.4.3 d)", "审计进程不可中断", "auditing cannot be stopped", running.audit_cannot_stop),
    _item("8.1.4.4 a)", "最小安装", "only what is needed is installed", running.installed),
    _item("8.1.4.4 b)", "关闭不需要的服务和高危端口", "services and ports not needed are closed", running.hosts),
    _item("8.1.4.4 c)", "限制管理终端的接入地址", "addresses of administrators' terminals limited"),
    _item("8.1.4.4 d)", "输入数据有效性检验", "what comes in is validated", running.validated),
    _item("8.1.4.4 e)", "发现并修补已知漏洞", "known vulnerabilities found and mended", running.vulnerabilities),
    _item("8.1.4.4 f)", "发现入侵并报警", "intrusions detected and alarmed"),
    _item("8.1.4.5", "恶意代码防范", "malicious code"),
    _item("8.1.4.6", "计算设备可信验证", "trusted start of computers"),
    _item("8.1.4.7 a)", "传输中的完整性", "integrity in transit", keeping.transport),
    _item("8.1.4.7 b)", "存储中的完整性", "integrity at rest", keeping.chains),
    _item("8.1.4.8 a)", "传输中的保密性", "confidentiality in transit", keeping.transport),
    _item("8.1.4.8 b)", "存储中的保密性", "confidentiality at rest", keeping.locked),
    _item("8.1.4.9 a)", "本地备份与恢复", "local backup and restore", keeping.backups),
    _item("8.1.4.9 b)", "异地实时备份", "backup at another site in real time"),
    _item("8.1.4.9 c)", "热冗余，高可用", "hot standby, high availability"),
    _item("8.1.4.10 a)", "鉴别信息所在空间释放前清除", "credentials leave nothing behind", keeping.sessions),
    _item("8.1.4.10 b)", "敏感数据所在空间释放前清除", "sensitive data leave nothing behind", keeping.in_memory_only),
    _item("8.1.4.11 a)", "仅采集必需的个人信息", "only personal data that are needed", running.purposes),
    _item("8.1.4.11 b)", "禁止未授权访问和非法使用个人信息", "no personal data without a grant", people.grants),
    _item("8.1.5.1", "系统管理：身份鉴别，操作审计", "system administration: identified, audited", people.three_administrators),
    _item("8.1.5.2", "审计管理：身份鉴别，记录分析", "audit administration: identified, records read", people.three_administrators),
    _item("8.1.5.3", "安全管理：身份鉴别，策略配置", "security administration: identified, policy set", people.three_administrators),
    _item("8.1.5.4", "集中管控：监测、日志集中、补丁", "central control: monitoring, logs, patches"),
    _item("8.1.6—8.1.10", "管理制度、机构、人员、建设、运维", "rules, organisation, people, building, running"),
)  # fmt: skip
