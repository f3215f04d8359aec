namespace Selvedge.Control.Api;

/// <summary>The limits of the API server.</summary>
internal static class Limits
{
    /// <summary>Bytes of a request's body: as kube-apiserver.</summary>
    public const int BodyBytesMax = 3 * 1024 * 1024;

    /// <summary>Characters of a multi-document text that a command reads: a whole folder in one file.</summary>
    public const int TextLengthMax = 64 * 1024 * 1024;

    /// <summary>Values of one YAML text after its aliases are expanded: what a body of the largest size could hold
    /// without any, so that aliases gain nothing.</summary>
    public const int YamlNodesMax = 500_000;

    /// <summary>Documents in one text.</summary>
    public const int DocumentsMax = 10_000;

    /// <summary>Operations of one JSON patch; people and tools write tens.</summary>
    public const int PatchOperationsMax = 1_000;

    /// <summary>Items in one page where a client asks for more, or for none: a list is read whole anyway.</summary>
    public const int ListPageMax = 100_000;

    /// <summary>Requirements in one selector.</summary>
    public const int SelectorTermsMax = 100;

    /// <summary>Attempts of a patch without a resourceVersion when other writers are faster.</summary>
    public const int WriteAttemptsMax = 10;

    /// <summary>Characters of a field manager's name: as Kubernetes.</summary>
    public const int FieldManagerLengthMax = 128;

    /// <summary>Writers remembered by a document; the oldest updates are merged beyond it, as in Kubernetes.</summary>
    public const int ManagersMax = 100;

    /// <summary>Warning headers in one answer, so that proxies let it pass.</summary>
    public const int WarningsMax = 20;

    /// <summary>Events waiting for one slow watcher; it is cut off beyond and resumes.</summary>
    public const int WatchQueueMax = 1_000;

    /// <summary>Time between two bookmarks: as kube-apiserver.</summary>
    public static readonly TimeSpan BookmarkInterval = TimeSpan.FromSeconds(60);

    /// <summary>A watch without timeoutSeconds ends by then; its client resumes.</summary>
    public static readonly TimeSpan WatchDefault = TimeSpan.FromMinutes(30);

    /// <summary>No watch lasts longer.</summary>
    public static readonly TimeSpan WatchMax = TimeSpan.FromHours(24);

    /// <summary>Requests under way are given this time when the server stops.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
}
