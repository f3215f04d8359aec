namespace Selvedge.Control.Api.Writing;

/// <summary>The forms of a PATCH body.</summary>
internal enum PatchForm
{
    /// <summary><c>application/merge-patch+json</c>.</summary>
    Merge,

    /// <summary><c>application/json-patch+json</c>.</summary>
    Operations,

    /// <summary><c>application/strategic-merge-patch+json</c>.</summary>
    Strategic,

    /// <summary><c>application/apply-patch+yaml</c>.</summary>
    Apply,
}
