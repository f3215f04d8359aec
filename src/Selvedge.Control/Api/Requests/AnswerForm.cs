namespace Selvedge.Control.Api.Requests;

/// <summary>The JSON form that a client wants documents in.</summary>
internal enum AnswerForm
{
    /// <summary>None that is served.</summary>
    None,

    /// <summary>The documents themselves.</summary>
    Plain,

    /// <summary><c>meta.k8s.io/v1 Table</c>.</summary>
    Table,

    /// <summary><c>meta.k8s.io/v1 PartialObjectMetadata</c>.</summary>
    Metadata,

    /// <summary><c>apidiscovery.k8s.io/v2 APIGroupDiscoveryList</c>.</summary>
    Discovery,

    /// <summary>The same in <c>v2beta1</c>.</summary>
    DiscoveryBeta,
}
