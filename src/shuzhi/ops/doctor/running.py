"""Checks of how it runs: what is installed, which names it answers to, labels, validation, audit that cannot be off."""

from importlib.metadata import distributions

from django.conf import settings

from shuzhi.core.text import Text
from shuzhi.ops.doctor import keeping
from shuzhi.ops.doctor.deployment import Deployment, Result, State, either, met

DEVELOPERS = {"pytest", "mypy", "ruff", "hypothesis", "playwright", "aiosmtpd", "pip-audit", "schemathesis"}


def installed(at: Deployment) -> Result:  # noqa: ARG001
    names = {each.metadata["Name"].lower() for each in distributions()}
    extra = sorted(names & DEVELOPERS)
    return either(
        not extra,
        f"已装 {len(names)} 个软件包，其中开发用的：{'、'.join(extra) or '无'}",
        f"{len(names)} packages installed; for developers only: {', '.join(extra) or 'none'}",
    )


def hosts(at: Deployment) -> Result:
    wild = [host for host in settings.ALLOWED_HOSTS if host.startswith((".", "*"))]
    return either(
        not wild and not settings.DEBUG,
        f"一个进程、一个端口；应答的主机名 {'、'.join(settings.ALLOWED_HOSTS)}；机器上别的服务需人工检查",
        f"one process, one port; answers to {', '.join(settings.ALLOWED_HOSTS)}"
        f"{'' if at.answers_elsewhere else ' (this machine)'}; other services of the machine are for people to check",
    )


def labels(at: Deployment) -> Result:
    columns = sum(len(source.columns) for source in at.city.sources)
    return either(
        columns > 0,
        f"来源的 {columns} 列都有数据元，等级（GB/T 43697）随血缘传递；没有等级的列按最敏感对待",
        f"{columns} columns of sources have data elements; grades (GB/T 43697) follow lineage; no grade counts as the most "
        "sensitive",
    )


def audit_cannot_stop(at: Deployment) -> Result:
    whole = keeping.chains(at).state is State.MET
    return either(
        whole,
        "没有关闭审计的设置；改动与记录同一事务，记不下就不改；链上没有缺口" if whole else "审计链有缺口",
        "no setting turns it off; a change without its record is undone; no gap in the chain"
        if whole
        else "the chain has a gap",
    )


def validated(at: Deployment) -> Result:  # noqa: ARG001
    return met(
        "每个接口按 OpenAPI 模型检验；请求不超过 24 MB，频率有限制，压缩包先计量再打开；测试用 schemathesis 验证",
        "every call is checked against its OpenAPI model; 24 MB at most, limited in number, packed files counted before "
        "they are opened; tested with schemathesis",
    )


def vulnerabilities(at: Deployment) -> Result:  # noqa: ARG001
    return Result(
        State.PEOPLE,
        Text(
            "运行 make audit 对照漏洞库（需要联网）",
            "run `make audit` against the list of vulnerabilities (needs the network)",
        ),
    )


def purposes(at: Deployment) -> Result:
    city = at.city
    told = [scenario.name for scenario in city.scenarios if not scenario.purpose.basis]
    return either(
        not told,
        f"场景 {len(city.scenarios)} 个，都写明用途与依据；没有依据的：{'、'.join(told) or '无'}；是否必需由人判断",
        f"{len(city.scenarios)} scenarios, each with purpose and legal basis; without: {', '.join(told) or 'none'}; whether "
        "data are needed is for people to judge",
    )
