"""EffectBank: an evidence bank you can compute on."""

from effectbank.version import __version__

__all__ = ["__version__"]
