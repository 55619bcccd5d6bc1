from .engine.analysis.diagnose import Report as Report
from .engine.analysis.diagnose import diagnose as diagnose
from .engine.source.diagnostic import Diagnostic as Diagnostic
from .engine.source.diagnostic import Related as Related
from .engine.source.diagnostic import Severity as Severity
from .engine.source.files import Files as Files
from .engine.source.files import Folder as Folder
from .engine.source.files import InMemory as InMemory
from .engine.source.position import Span as Span

__version__: str
__all__: list[str]
