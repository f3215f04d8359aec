using System.Text.Json;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Store;

/// <summary>One document as stored.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Revision">At which it last changed; also in its <c>metadata.resourceVersion</c>.</param>
/// <param name="Document">The whole document.</param>
public sealed record StoredResource(ResourceKey Key, long Revision, JsonElement Document);
