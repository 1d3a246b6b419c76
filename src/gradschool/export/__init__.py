"""A lesson as a percent script or a notebook, for one's own editor or Jupyter, and back again unchanged.

```python
text = to_percent(page, exercises)
from_percent(text) == Document(page, exercises)
write(Path("softmax.py"), text)
```

The percent script is jupytext's format, the notebook nbformat 4.5; both are plain text written here, so that neither
library has to be there. What the formats have no place for (the lesson, the line, the stated output) stands in each
cell's metadata under "gradschool".
"""

from __future__ import annotations

from gradschool.export.cells import Document, ExerciseExport
from gradschool.export.notebook import from_notebook, to_notebook
from gradschool.export.percent import from_percent, to_percent
from gradschool.export.saving import read, write

__all__ = ["Document", "ExerciseExport", "from_notebook", "from_percent", "read", "to_notebook", "to_percent", "write"]
