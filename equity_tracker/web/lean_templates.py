"""Jinja, with the steps that every page takes hundreds of times made shorter. What it prints is the same."""

from collections.abc import Callable, MutableMapping
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined] # its own, by either way

# Of text that is not marked as safe.
escaped: Callable[[str], str] = _escape_inner
_PLAIN = frozenset((BuiltinFunctionType, FunctionType, MethodType, type))


def shown(value: object) -> str:
    """Escape what a template prints. It is joined with the rest at once, so it need not be marked as safe."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)


class _Code(CodeGenerator):
    """Writes `shown` in place of `escape`, which makes an object of each piece that is printed."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Context(Context):
    """Calls macros and plain functions at once; only others are asked what they want to be handed."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Jinja
        kind = type(called)
        if kind is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(self.eval_ctx, *args, **kwargs)
        if kind in _PLAIN and not hasattr(called, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class _Template(Template):
    """Hands out its macros without comparing names: no template of ours has globals of its own."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


class Templates(Environment):
    """Gives each template the globals as one dict, and not as a chain of two.

    Jinja compares the names in it at every import of a macro: with a chain that took 6% of a page's time.
    What is added after the first page is not seen; everything of ours is added at the start.
    """

    code_generator_class = _Code
    context_class = _Context
    template_class = _Template
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - whatever a template names
        """Look into what was published, which is dicts, before asking a dict for an attribute."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
