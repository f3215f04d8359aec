using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Selvedge.Control.Commands;
using Selvedge.Control.Documents;
using Selvedge.Core.Placement;

namespace Selvedge.Control.Placement;

/// <summary>Serves what a plan made now would be, under <c>/selvedge/v1/plans</c>. Reads only.</summary>
public static class PlanEndpoints
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes, DocumentCache documents, PlacementLoop placement) =>
        routes.MapGet("/selvedge/v1/plans", context => AnswerAsync(context, documents, placement));

    private static Task AnswerAsync(HttpContext context, DocumentCache documents, PlacementLoop placement)
    {
        var space = context.Request.Query["namespace"].ToString();
        var without = context.Request.Query["without"].ToString();
        if (without.Length > 0 && !documents.Current.Locations.ContainsKey(without))
        {
            return CommandEndpoints.RefuseAsync(
                context, 404,
                $"There is no Location {without}. Known: {string.Join(", ", documents.Current.Locations.Keys)}.");
        }

        var spaces = space.Length > 0 ? [space] : placement.Namespaces;
        var reports = spaces.Select(name => placement.Preview(name, without.Length > 0 ? without : null))
            .OfType<PlanReport>().ToList();
        return space.Length > 0 && reports.Count == 0
            ? CommandEndpoints.RefuseAsync(
                context, 404,
                $"The namespace {space} has no ConfigMap {LocationOptimizer.Name}: it is placed everywhere.")
            : CommandEndpoints.WriteAsync(context, 200, new Answer<PlanReport>([.. reports]));
    }
}
