from .engine.analysis.diagnose import Report as Report
from .engine.analysis.diagnose import check as check
from .engine.analysis.diagnose import diagnose as diagnose
from .engine.analysis.translation import Translations as Translations
from .engine.analysis.translation import read_translations as read_translations
from .engine.analysis.translation import translated as translated
from .engine.dossier import commands as commands
from .engine.dossier.not_allowed import NotAllowed as NotAllowed
from .engine.page.page import Page as Page
from .engine.runtime.catalogue import UnknownProcedure as UnknownProcedure
from .engine.runtime.kept_effects import effect_of as effect_of
from .engine.runtime.runtime import Runtime as Runtime
from .engine.runtime.sources import Sources as Sources
from .engine.runtime.sources import Told as Told
from .engine.source.diagnostic import Diagnostic as Diagnostic
from .engine.source.diagnostic import Related as Related
from .engine.source.diagnostic import Severity as Severity
from .engine.source.files import Files as Files
from .engine.source.files import Folder as Folder
from .engine.source.files import InMemory as InMemory
from .engine.source.position import Span as Span
from .engine.store.errors import StoreError as StoreError
from .engine.store.errors import UnreadableJournal as UnreadableJournal
from .engine.store.open import open_store as open_store
from .engine.store.store import Store as Store

__version__: str
__all__: list[str]
