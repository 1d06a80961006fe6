"""What one direction of a link does to packets: delay, jitter, loss, duplication, reordering. Whole numbers only."""

from voiplab.sim.chance import Chance
from voiplab.sim.moment import Duration
from voiplab.sip.value import value

MILLION = 1_000_000


@value(frozen=True, slots=True)
class Impairment:
    """Probabilities are parts per million. Jitter adds 0 to `jitter` evenly; a reordered packet is `reorder_by` late."""

    delay: Duration = 0
    jitter: Duration = 0
    loss: int = 0
    duplication: int = 0
    reorder: int = 0
    reorder_by: Duration = 10_000

    @property
    def is_random(self) -> bool:
        return bool(self.jitter or self.loss or self.duplication or self.reorder)

    def loses(self, chance: Chance) -> bool:
        return self.loss > 0 and chance.below(MILLION) < self.loss

    def duplicates(self, chance: Chance) -> bool:
        return self.duplication > 0 and chance.below(MILLION) < self.duplication

    def takes(self, chance: Chance) -> Duration:
        """How long this packet is under way on the link."""
        late = self.reorder_by if self.reorder and chance.below(MILLION) < self.reorder else 0
        return self.delay + late + (chance.below(self.jitter + 1) if self.jitter else 0)


PERFECT = Impairment()
