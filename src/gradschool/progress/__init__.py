"""What a learner did, kept in one file that loses nothing that it has acknowledged.

```python
with Store.open() as store:
    store.record_attempt(attempt)
    store.exercise_progress(["softmax"])["softmax"].passed
```

SQLite itself is imported when the first store opens.
"""

from __future__ import annotations

from gradschool.progress.home import home_folder
from gradschool.progress.store import ExampleDraft, Imported, Step, Store

__all__ = ["ExampleDraft", "Imported", "Step", "Store", "home_folder"]
