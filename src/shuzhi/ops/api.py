"""The one API. Its OpenAPI schema is what the pages' client is generated from."""

from ninja import NinjaAPI

from shuzhi.ops.analyses.api import router as analyses
from shuzhi.ops.answer import PlainJSON
from shuzhi.ops.audit_api import router as audit
from shuzhi.ops.catalogue.api import router as catalogue
from shuzhi.ops.contribution.api import router as contribution
from shuzhi.ops.corrections.api import router as corrections
from shuzhi.ops.desk.api import router as desk
from shuzhi.ops.desk.import_api import router as imports
from shuzhi.ops.dispatch.api import router as dispatch
from shuzhi.ops.dossiers.api import router as dossiers
from shuzhi.ops.emergencies.api import router as emergencies
from shuzhi.ops.entities.api import router as entities
from shuzhi.ops.errors import handle_errors
from shuzhi.ops.findings.api import questions
from shuzhi.ops.findings.api import router as findings
from shuzhi.ops.findings.rule_api import router as rules
from shuzhi.ops.indicators.api import router as indicators
from shuzhi.ops.intake.api import router as intake
from shuzhi.ops.map.api import router as map_
from shuzhi.ops.measures.api import router as measures
from shuzhi.ops.mining.api import router as mining
from shuzhi.ops.notices.api import router as notices
from shuzhi.ops.orders.acting_api import router as acting
from shuzhi.ops.orders.api import router as orders
from shuzhi.ops.people.admin_api import router as administration
from shuzhi.ops.people.api import router as people
from shuzhi.ops.people.auth import signed_in
from shuzhi.ops.quality.api import router as quality
from shuzhi.ops.register.api import router as models
from shuzhi.ops.reports.api import router as reports
from shuzhi.ops.sharing.api import router as sharing
from shuzhi.ops.siting.api import router as siting
from shuzhi.ops.typed.api import router as typed
from shuzhi.ops.views.api import router as views

api = NinjaAPI(title="Shuzhi 数治", version="1", auth=signed_in, urls_namespace="api", renderer=PlainJSON())
handle_errors(api)
api.add_router("", people)
api.add_router("", administration)
api.add_router("/audit", audit)
api.add_router("/emergencies", emergencies)
api.add_router("/catalogue", catalogue)
api.add_router("/entities", entities)
api.add_router("/findings", findings)
api.add_router("/findings", dossiers)
api.add_router("/questions", questions)
api.add_router("", rules)
api.add_router("/orders", orders)
api.add_router("/orders", acting)
api.add_router("/dispatch", dispatch)
api.add_router("/indicators", indicators)
api.add_router("/intake", intake)
api.add_router("/measures", measures)
api.add_router("/mining", mining)
api.add_router("/models", models)
api.add_router("/siting", siting)
api.add_router("/notices", notices)
api.add_router("/map", map_)
api.add_router("/quality", quality)
api.add_router("/corrections", corrections)
api.add_router("/contribution", contribution)
api.add_router("/sharing", sharing)
api.add_router("/reports", reports)
api.add_router("/sql", typed)
api.add_router("/analyses", analyses)
api.add_router("/views", views)
api.add_router("/desk/imports", imports)
api.add_router("/desk", desk)
