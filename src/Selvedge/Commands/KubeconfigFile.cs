using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Control.Api.Reading;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands;

/// <summary>The part of a kubeconfig that Selvedge writes and reads: one server, its authority, one token.</summary>
/// <param name="Server">Where the API is.</param>
/// <param name="AuthorityPem">What its certificate is verified by.</param>
/// <param name="Token">The bearer token.</param>
internal sealed record KubeconfigFile(Uri Server, string AuthorityPem, string Token)
{
    private const string Otherwise =
        "Name another one with --kubeconfig FILE; selvedge dev writes .selvedge/kubeconfig.";

    /// <summary>The namespace that commands use where none is named.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The file that commands use: <c>--kubeconfig</c>, <c>KUBECONFIG</c>, or the nearest
    /// <c>.selvedge/kubeconfig</c> upward from here.</summary>
    public static string Locate(string? named)
    {
        if (named is { Length: > 0 })
        {
            return named;
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } variable)
        {
            return variable.Split(':')[0];
        }

        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, ".selvedge", "kubeconfig");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new UsageException(
            "No kubeconfig is found. Start a network with ./selvedge dev, or name one with --kubeconfig FILE.");
    }

    /// <summary>Reads the current context.</summary>
    /// <exception cref="UsageException">The file cannot be read or lacks something.</exception>
    public static KubeconfigFile Read(string path)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {error.Message}");
        }

        if (!DocumentReader.TryReadOne(text, yaml: true, out var read, out _) || read is not JsonObject root)
        {
            throw new UsageException($"{path} is not a kubeconfig. {Otherwise}");
        }

        var context = JsonRead.At(Named(root, "contexts", JsonRead.Text(root, "current-context")), "context");
        var cluster = JsonRead.At(Named(root, "clusters", JsonRead.Text(context, "cluster")), "cluster");
        var user = JsonRead.At(Named(root, "users", JsonRead.Text(context, "user")), "user");
        List<string> missing = [];
        var address = Member(cluster, "server", missing);
        var authority = Member(cluster, "certificate-authority-data", missing);
        var token = Member(user, "token", missing);
        if (missing.Count > 0)
        {
            throw new UsageException(
                $"{path} lacks {string.Join(", ", missing)} in its current context. {Otherwise}");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme != Uri.UriSchemeHttps)
        {
            throw new UsageException($"{path}: server is {address}, which is no https URL. {Otherwise}");
        }

        return TryPem(authority, out var pem)
            ? new KubeconfigFile(server, pem, token)
            {
                Namespace = JsonRead.Text(context, "namespace") is { Length: > 0 } space ? space : "default",
            }
            : throw new UsageException(
                $"{path}: certificate-authority-data is no certificate (PEM) in base64. {Otherwise}");
    }

    /// <summary>Writes it for one user, readable by the owner only.</summary>
    public void Write(string path, string user)
    {
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(AuthorityPem));
        var text = $$"""
            apiVersion: v1
            kind: Config
            current-context: selvedge
            clusters:
              - name: selvedge
                cluster: {server: "{{Server.AbsoluteUri.TrimEnd('/')}}", certificate-authority-data: {{authority}}}
            users:
              - name: {{user}}
                user: {token: {{Token}}}
            contexts:
              - name: selvedge
                context: {cluster: selvedge, user: {{user}}, namespace: default}

            """;
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        File.Move(fresh, path, overwrite: true);
    }

    private static JsonNode? Named(JsonObject root, string list, string? name) => JsonRead.Items(root, list)
        .Select(entry => entry.Item)
        .FirstOrDefault(entry => name is not null && JsonRead.Text(entry, "name") == name);

    private static string Member(JsonNode? node, string name, List<string> missing)
    {
        if (JsonRead.Text(node, name) is { Length: > 0 } text)
        {
            return text;
        }

        missing.Add(name);
        return "";
    }

    private static bool TryPem(string base64, out string pem)
    {
        var bytes = new byte[base64.Length];
        pem = Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.ASCII.GetString(bytes, 0, length)
            : "";
        return PemEncoding.TryFind(pem, out _);
    }
}
