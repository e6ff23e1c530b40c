// Namespace, queues and least rights for the shipped apps: each identity may do on each queue what it must, and no more.

@description('Name of the namespace, without .servicebus.windows.net')
param namespaceName string

param location string = resourceGroup().location

@description('Standard or Premium; transactions are not there in Basic')
@allowed(['Standard', 'Premium'])
param sku string = 'Standard'

@description('Queues that apps receive from')
param inputQueues array = ['feedback-form-in', 'counter-in']

@description('Queues that apps send to')
param outputQueues array = ['feedback-form-out', 'counter-out']

@description('Addresses that may reach the namespace, as x.x.x.x or x.x.x.x/n: those that the cluster shows outward. None of the others may')
@minLength(1)
param allowedAddresses array

@description('Issuer of the cluster that runs the host: az aks show --query oidcIssuerProfile.issuerUrl')
param oidcIssuer string

@description('Kubernetes namespace of the service account busway')
param kubernetesNamespace string = 'busway'

@description('Kubernetes namespace and service account of the operator of KEDA')
param kedaServiceAccount string = 'keda:keda-operator'

var dataReceiver = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0')
var dataSender = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39')
// The length of a queue is read through the management API of the queue, which no lesser role opens.
var dataOwner = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '090c5cfd-751d-490a-894a-3ce6f1109419')

resource namespace 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: namespaceName
  location: location
  sku: {
    name: sku
    tier: sku
  }
  properties: {
    // Identities only; nobody can lose a key that does not work.
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

// Everybody else is turned away before any identity is asked for. An empty list would let everybody in.
resource network 'Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview' = {
  parent: namespace
  name: 'default'
  properties: {
    defaultAction: 'Deny'
    publicNetworkAccess: 'Enabled'
    trustedServiceAccessEnabled: false
    ipRules: [for address in allowedAddresses: {
      action: 'Allow'
      ipMask: address
    }]
  }
}

resource inputs 'Microsoft.ServiceBus/namespaces/queues@2022-10-01-preview' = [for name in inputQueues: {
  parent: namespace
  name: name
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
  }
}]

resource outputs 'Microsoft.ServiceBus/namespaces/queues@2022-10-01-preview' = [for name in outputQueues: {
  parent: namespace
  name: name
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    // Outputs keep their message id over every try of their input. This cannot be switched on later.
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT1H'
  }
}]

resource host 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${namespaceName}-busway'
  location: location

  resource federation 'federatedIdentityCredentials' = {
    name: 'busway'
    properties: {
      issuer: oidcIssuer
      subject: 'system:serviceaccount:${kubernetesNamespace}:busway'
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

resource keda 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${namespaceName}-keda'
  location: location

  resource federation 'federatedIdentityCredentials' = {
    name: 'keda'
    properties: {
      issuer: oidcIssuer
      subject: 'system:serviceaccount:${kedaServiceAccount}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

resource receive 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, i) in inputQueues: {
  scope: inputs[i]
  name: guid(inputs[i].id, host.id, dataReceiver)
  properties: {
    roleDefinitionId: dataReceiver
    principalId: host.properties.principalId
    principalType: 'ServicePrincipal'
  }
}]

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, i) in outputQueues: {
  scope: outputs[i]
  name: guid(outputs[i].id, host.id, dataSender)
  properties: {
    roleDefinitionId: dataSender
    principalId: host.properties.principalId
    principalType: 'ServicePrincipal'
  }
}]

resource count 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, i) in inputQueues: {
  scope: inputs[i]
  name: guid(inputs[i].id, keda.id, dataOwner)
  properties: {
    roleDefinitionId: dataOwner
    principalId: keda.properties.principalId
    principalType: 'ServicePrincipal'
  }
}]

output serviceBusNamespace string = '${namespaceName}.servicebus.windows.net'
output clientId string = host.properties.clientId
output kedaClientId string = keda.properties.clientId
